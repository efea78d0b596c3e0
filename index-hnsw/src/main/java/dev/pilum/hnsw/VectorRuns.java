package dev.pilum.hnsw;

import dev.pilum.storage.error.InvalidRequest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Vectors of rows that have any number of them each: those of row {@code r} lie in the block from
 * ordinal {@code offsets[r]} up to {@code offsets[r + 1]}.
 *
 * @param block all vectors
 * @param offsets {@code rowCount + 1} little-endian int32, the first 0, rising, none beyond the
 *     block
 * @param rowCount rows, at least 0
 */
public record VectorRuns(VectorBlock block, MemorySegment offsets, int rowCount) {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Checks that the offsets end inside the block. */
  public VectorRuns {
    int end = offsets.get(INT, 4L * rowCount);
    if (end < 0 || end > block.rowCount()) {
      throw new InvalidRequest(
          "%d rows end at vector %d of %d".formatted(rowCount, end, block.rowCount()));
    }
  }

  /** Returns the ordinal of the first vector of a row. */
  int start(int row) {
    return offsets.get(INT, 4L * row);
  }

  /** Returns the ordinal behind the last vector of a row. */
  int end(int row) {
    return offsets.get(INT, 4L * row + 4);
  }

  /** Returns the row that has the vector at {@code ordinal}. */
  int rowOf(int ordinal) {
    int low = 0;
    int high = rowCount - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (start(middle) <= ordinal) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Returns the vectors of the accepted rows; {@code null} for all. */
  AcceptedVectors vectorsOf(AcceptedOrdinals rows) {
    long[] words = new long[(block.rowCount() + 63) >>> 6];
    int count = 0;
    for (int row = 0; row < rowCount; row++) {
      if (rows.contains(row)) {
        int start = start(row);
        int end = end(row);
        set(words, start, end);
        count += end - start;
      }
    }
    return new AcceptedVectors(words, count);
  }

  /**
   * The vectors of accepted rows.
   *
   * @param words 64 ordinals each, the lowest in the lowest bit
   * @param count how many are accepted
   */
  record AcceptedVectors(long[] words, int count) implements AcceptedOrdinals {
    @Override
    public long word(int index) {
      return words[index];
    }

    @Override
    public int count(int rowCount) {
      return count;
    }
  }

  private static void set(long[] words, int start, int end) {
    for (int i = start; i < end; i++) {
      words[i >>> 6] |= 1L << i;
    }
  }
}
