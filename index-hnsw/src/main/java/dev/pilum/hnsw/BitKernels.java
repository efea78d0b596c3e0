package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;

/**
 * Counts the bits in which one query and one or four stored rows differ.
 *
 * <p>The query is packed as rows are: byte {@code i} of it is byte {@code i % 8}, counted from the
 * lowest, of {@code query[i / 8]}. A stored row is {@code bytes} bytes starting at an offset of a
 * native segment, at any alignment. The caller has checked bounds; a row outside the segment throws
 * {@link IndexOutOfBoundsException}, it never reads foreign memory.
 *
 * <p>Counts are exact, so all implementations agree. They have no state; any number of threads may
 * share one.
 */
interface BitKernels {

  /** Returns how many bits of the query and of the row at {@code offset} differ. */
  int distance(long[] query, MemorySegment rows, long offset, int bytes);

  /** Writes to {@code counts[0..3]} what {@link #distance} returns for each of four rows. */
  default void distances4(
      long[] query, MemorySegment rows, long a, long b, long c, long d, int bytes, float[] counts) {
    counts[0] = distance(query, rows, a, bytes);
    counts[1] = distance(query, rows, b, bytes);
    counts[2] = distance(query, rows, c, bytes);
    counts[3] = distance(query, rows, d, bytes);
  }
}
