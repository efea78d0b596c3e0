package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops over int8 codes: making one, and sums of products of one query and one or four
 * rows.
 *
 * <p>A query is a {@code short[]}, a row as many signed bytes from an offset of a native segment or
 * of an array on, at any alignment; both have components from -127 to 127 and a length that is a
 * multiple of {@link CodeLayout#BLOCK} and at most 65,536, so that no sum overflows. A row outside
 * the segment throws {@link IndexOutOfBoundsException}.
 *
 * <p>Sums are whole numbers, and codes are made component by component: all implementations agree
 * to the bit. Implementations have no state; any number of threads may share one.
 */
interface CodeKernels {

  /**
   * Added to a small float32, it leaves no room for a fraction: the sum's bits less {@link
   * #ROUNDING_BITS} are the rounded number.
   */
  float ROUNDING = 0x1.8p23f;

  /** The bits of {@link #ROUNDING}. */
  int ROUNDING_BITS = 0x4B400000;

  /** Returns the dot product of the query and the row at {@code offset}. */
  int dot(short[] query, MemorySegment rows, long offset);

  /** Writes to {@code sums[0..3]} what {@link #dot} returns for each of four rows. */
  default void dot4(short[] query, MemorySegment rows, long a, long b, long c, long d, int[] sums) {
    sums[0] = dot(query, rows, a);
    sums[1] = dot(query, rows, b);
    sums[2] = dot(query, rows, c);
    sums[3] = dot(query, rows, d);
  }

  /** As the form for segments. */
  int dot(short[] query, byte[] rows, int offset);

  /** As the form for segments. */
  default void dot4(short[] query, byte[] rows, int a, int b, int c, int d, int[] sums) {
    sums[0] = dot(query, rows, a);
    sums[1] = dot(query, rows, b);
    sums[2] = dot(query, rows, c);
    sums[3] = dot(query, rows, d);
  }

  /**
   * Writes to {@code sums} what {@link #dot} returns for each of {@code count} rows of which the
   * first one is at {@code offset} and each other {@code stride} bytes behind the one before it.
   */
  default void dotRun(short[] query, byte[] rows, int offset, int stride, int count, int[] sums) {
    for (int i = 0; i < count; i++) {
      sums[i] = dot(query, rows, offset + i * stride);
    }
  }

  /**
   * Writes {@code vector * length - center} to {@code rest}, as many components as {@code center}
   * has, and returns the largest absolute value among them.
   */
  float subtract(float[] vector, float length, float[] center, float[] rest);

  /**
   * Writes {@code rest * steps}, from -127 to 127, to {@code components}, rounded to the nearest
   * whole number and half-way to the even one; returns the sum of their squares.
   */
  int round(float[] rest, float steps, short[] components);

  /** Writes the row at {@code offset} to {@code target}, filling it. */
  void load(MemorySegment rows, long offset, short[] target);
}
