package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops over one-bit codes: turning vectors, writing a query in four bits a coordinate,
 * and sums of a query's coordinates where a row has its bits set, for a row or for a block of 64.
 *
 * <p>A query is four planes of bits: word {@code w} of plane {@code p} is {@code planes[4 * w +
 * p]}; together they hold a whole number from -7 to 7 for each coordinate, in two's complement, so
 * that plane 3 counts -8. A row is as many words from an offset of a native segment or of an array
 * on, at any alignment, of {@code planes.length / 4} words. A row outside the segment throws {@link
 * IndexOutOfBoundsException}.
 *
 * <p>Sums are whole numbers, and floats are added in a fixed order: all implementations agree to
 * the bit. Implementations have no state; any number of threads may share one.
 */
interface SignKernels {

  /** Rows of a block. */
  int BLOCK = 64;

  /** Planes of a query. */
  int PLANES = 4;

  /** The largest number that a coordinate of a query becomes. */
  float LARGEST = 7f;

  /**
   * Replaces each block of {@code block} values, a power of two that divides their number, by its
   * Hadamard transform: {@code log2(block)} rounds in which {@code a} and {@code b} become {@code a
   * + b} and {@code a - b}.
   */
  void hadamard(float[] values, int block);

  /**
   * Writes {@code values * steps}, from -7 to 7, rounded to the nearest whole number and half-way
   * to the even one, to planes; returns the sum of these numbers.
   *
   * @param values as many as the planes have bits, a multiple of 64
   */
  int planes(float[] values, float steps, long[] planes);

  /**
   * Writes the signs of values: bit {@code i} of the words is set where value {@code i} is above 0.
   */
  void signs(float[] values, long[] words);

  /** Returns the sum of the query's numbers where the row at {@code offset} has a bit set. */
  int sum(long[] planes, MemorySegment rows, long offset);

  /** As the form for segments. */
  int sum(long[] planes, byte[] rows, int offset);

  /**
   * Writes to {@code sums} what {@link #sum} is for each of the 64 rows of a block, whose words lie
   * in columns: word {@code w} of row {@code r} is {@code blocks[from + 64 * w + r]}.
   */
  void sums(long[] planes, long[] blocks, int from, int[] sums);

  /**
   * Returns which of 64 rows may be near: a bit is 0 where {@code biases[from + r] + factors[from +
   * r] * (step * sums[r] + plus)}, in float32, is greater than {@code most}.
   */
  long near(
      float[] biases, float[] factors, int from, int[] sums, float step, float plus, float most);
}
