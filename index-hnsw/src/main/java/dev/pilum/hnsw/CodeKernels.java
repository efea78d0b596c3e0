package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;

/**
 * The inner loops over int8 codes: sums of products of one query and one or four rows.
 *
 * <p>A query is a {@code short[]}, a row as many signed bytes from an offset of a native segment
 * on, at any alignment; both have components from -127 to 127 and a length that is a multiple of
 * {@link CodeLayout#BLOCK} and at most 65,536, so that no sum overflows. A row outside the segment
 * throws {@link IndexOutOfBoundsException}.
 *
 * <p>The sums are whole numbers: all implementations agree to the bit. Implementations have no
 * state; any number of threads may share one.
 */
interface CodeKernels {

  /** Returns the dot product of the query and the row at {@code offset}. */
  int dot(short[] query, MemorySegment rows, long offset);

  /** Writes to {@code sums[0..3]} what {@link #dot} returns for each of four rows. */
  default void dot4(short[] query, MemorySegment rows, long a, long b, long c, long d, int[] sums) {
    sums[0] = dot(query, rows, a);
    sums[1] = dot(query, rows, b);
    sums[2] = dot(query, rows, c);
    sums[3] = dot(query, rows, d);
  }

  /** Writes the row at {@code offset} to {@code target}, filling it. */
  void load(MemorySegment rows, long offset, short[] target);
}
