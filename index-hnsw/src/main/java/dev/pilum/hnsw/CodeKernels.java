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

  /**
   * Writes to {@code halves[0..3]} the sums of four rows in two halves of 32 bits, as {@link #sum}
   * takes them.
   */
  default void dot4(short[] query, byte[] rows, int a, int b, int c, int d, long[] halves) {
    halves[0] = Integer.toUnsignedLong(dot(query, rows, a));
    halves[1] = Integer.toUnsignedLong(dot(query, rows, b));
    halves[2] = Integer.toUnsignedLong(dot(query, rows, c));
    halves[3] = Integer.toUnsignedLong(dot(query, rows, d));
  }

  /** Returns by how much the two halves of each sum of {@code length} components are too large. */
  default int excess(int length) {
    return 0;
  }

  /** Returns what {@link #dot} returns, from its halves. */
  static int sum(long halves, int excess) {
    return (int) halves + (int) (halves >>> 32) - excess;
  }

  /**
   * Computes {@code bias + row's bias + row's scale * scale * dot} for rows that begin {@code
   * stride} bytes behind one another, each with its scale and bias behind its components; infinity
   * in place of NaN.
   *
   * @param ordinals which rows, the first {@code count} of them
   * @param bound what makes a row near; all are where it is NaN
   * @param room to work with
   * @param distances takes the result; what stands behind it is lost
   * @return a bit for each of the first 64 rows, set where it is no farther away than {@code bound}
   */
  default long distances(
      short[] query,
      float scale,
      float bias,
      byte[] rows,
      int stride,
      int[] ordinals,
      int count,
      float bound,
      CodeRoom room,
      float[] distances) {
    for (int i = 0; i < count; i++) {
      int at = ordinals[i] * stride;
      long tail = (long) RowCodes.LONG_IN_ARRAY.get(rows, at + query.length);
      distances[i] = distance(tail, scale, bias, dot(query, rows, at));
    }
    return near(distances, 0, count, bound);
  }

  /** Returns a bit for each of the first 64 distances from {@code from} on to {@code count}. */
  static long near(float[] distances, int from, int count, float bound) {
    long near = 0;
    for (int i = from; i < Math.min(count, Long.SIZE); i++) {
      near |= distances[i] > bound ? 0L : 1L << i;
    }
    return near;
  }

  /** Returns the distance to a row with these bits of its scale, in the lower half, and bias. */
  static float distance(long tail, float queryScale, float queryBias, int sum) {
    float scale = Float.intBitsToFloat((int) tail) * queryScale;
    float bias = Float.intBitsToFloat((int) (tail >>> 32)) + queryBias;
    float distance = bias + scale * sum;
    return Float.isNaN(distance) ? Float.POSITIVE_INFINITY : distance;
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
