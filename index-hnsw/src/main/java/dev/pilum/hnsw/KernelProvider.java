package dev.pilum.hnsw;

import dev.pilum.storage.schema.DataType.Vector.Element;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Chooses between SIMD and scalar kernels, once per JVM, and says so in one log line when the
 * slower ones are left.
 */
final class KernelProvider {

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final boolean SIMD = simdPays();

  private KernelProvider() {}

  /**
   * Returns the fastest kernels for {@code element} that this JVM can run. Safe for use by many
   * threads.
   */
  static VectorKernels forElement(Element element) {
    return SIMD ? SimdKernels.forElement(element) : new ScalarKernels(element);
  }

  /** Returns the fastest kernels over codes that this JVM can run. Safe for use by many threads. */
  static CodeKernels forCodes() {
    return SIMD ? new SimdCodeKernels() : new ScalarCodeKernels();
  }

  /** Returns the fastest kernels over bits that this JVM can run. Safe for use by many threads. */
  static BitKernels forBits() {
    return SIMD ? new SimdBitKernels() : new ScalarBitKernels();
  }

  /**
   * Returns the fastest kernels over one-bit codes that this JVM can run. Safe for use by many
   * threads.
   */
  static SignKernels forSigns() {
    return SIMD ? new SimdSignKernels() : new ScalarSignKernels();
  }

  /** Returns whether {@link #forElement} gives SIMD kernels. */
  static boolean hasSimd() {
    return SIMD;
  }

  private static boolean simdPays() {
    String reason = reasonAgainstSimd();
    if (reason != null) {
      LoggerFactory.getLogger("dev.pilum.hnsw")
          .info("Vector search runs without SIMD, several times slower: {}", reason);
    }
    return reason == null;
  }

  /**
   * Returns what to do about missing SIMD, or null when there is SIMD. Without the second JIT each
   * operation of the Vector API is a call that allocates its result, and plain loops are faster.
   */
  private static @Nullable String reasonAgainstSimd() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return "add --add-modules " + VECTOR_MODULE + " to the java command";
    }
    String mode = System.getProperty("java.vm.info", "");
    if (mode.contains("emulated-client")) {
      return "this JVM compiles with its first JIT only; remove -XX:TieredStopAtLevel";
    }
    if (mode.contains("interpreted mode")) {
      return "this JVM compiles nothing; remove -Xint";
    }
    return null;
  }
}
