package dev.pilum.hnsw;

import dev.pilum.storage.schema.DataType.Vector.Element;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses between SIMD and scalar kernels, once per JVM, and says so in one log line when the
 * slower ones are left.
 */
final class KernelProvider {

  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final boolean SIMD = vectorModuleIsPresent();

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

  private static boolean vectorModuleIsPresent() {
    boolean present = ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    if (!present) {
      Logger log = LoggerFactory.getLogger("dev.pilum.hnsw");
      log.info(
          "Vector search runs without SIMD, several times slower; add --add-modules {} to the java"
              + " command",
          VECTOR_MODULE);
    }
    return present;
  }
}
