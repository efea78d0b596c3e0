package dev.pilum.hnsw;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Has the JIT compile the kernels of a column before the first search needs them. Interpreted, one
 * vector instruction allocates objects and takes microseconds, so that the first walk through a
 * graph of a million rows spends most of its time waiting for the compiler.
 */
public final class KernelWarmUp {
  /** Two times what the JIT's last tier asks of a small loop: 5,000 calls or 40,000 rounds. */
  private static final int PASSES = 160;

  private static final int ROWS = 64;

  private KernelWarmUp() {}

  /**
   * Compares some made-up rows with each other until the kernels are compiled: some tens of
   * milliseconds of this thread's time in a fresh process, a fraction of one later.
   *
   * @param type the column's type
   * @param metric the column's metric
   */
  public static void run(DataType.Vector type, Metric metric) {
    if (!KernelProvider.isSimd()) {
      return;
    }
    float[] query = new float[type.dimension()];
    Arrays.fill(query, 1);
    long bytes = (long) ROWS * type.dimension() * type.element().bytes();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = arena.allocate(bytes, 64);
      fill(rows, type.element());
      VectorBlock block = new VectorBlock(rows, type.element(), type.dimension(), ROWS);
      for (int pass = 0; pass < PASSES; pass++) {
        ExactSearch.search(block, query, metric, 1);
      }
    }
  }

  /** Ones in every element type: zeros and denormals would not be like real rows. */
  private static void fill(MemorySegment rows, DataType.Vector.Element element) {
    switch (element) {
      case FLOAT32 -> {
        for (long at = 0; at < rows.byteSize(); at += Float.BYTES) {
          rows.set(ValueLayout.JAVA_FLOAT, at, 1);
        }
      }
      case FLOAT16 -> {
        for (long at = 0; at < rows.byteSize(); at += Short.BYTES) {
          rows.set(ValueLayout.JAVA_SHORT, at, Float.floatToFloat16(1));
        }
      }
      case INT8 -> rows.fill((byte) 1);
    }
  }
}
