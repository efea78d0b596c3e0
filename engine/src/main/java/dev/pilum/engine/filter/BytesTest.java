package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A test of text or binary values, which compare byte by byte, unsigned: for UTF-8 that is the
 * order of code points.
 */
sealed interface BytesTest extends ColumnTest permits BytesOrder, LikePattern, RegexTest {
  /** Most bytes copied at once, a longer single value aside: half an L2 cache. */
  int BLOCK_BYTES = 1 << 16;

  /** Returns whether the bytes from {@code start} to before {@code end} pass. */
  boolean passes(byte[] bytes, int start, int end);

  /**
   * Copies a block of values to an array and looks at them there: a byte of an array is several
   * times cheaper than one of a segment.
   */
  @Override
  default Bits rowsIn(Column column) {
    Bits bits = Bits.none(column.length());
    byte[] block = new byte[0];
    ValuePlaces places = new ValuePlaces(column);
    while (places.next()) {
      int[] starts = places.starts();
      for (int row = 0; row < places.count(); ) {
        int to = blockEnd(starts, row, places.count());
        int size = starts[to] - starts[row];
        block = size <= block.length ? block : new byte[Math.max(size, BLOCK_BYTES)];
        MemorySegment.copy(column.bytes(), ValueLayout.JAVA_BYTE, starts[row], block, 0, size);
        mark(starts, row, to, block, places.from(), bits);
        row = to;
      }
    }
    return bits;
  }

  private void mark(int[] starts, int from, int to, byte[] block, int firstRow, Bits bits) {
    int base = starts[from];
    for (int row = from; row < to; row++) {
      if (passes(block, starts[row] - base, starts[row + 1] - base)) {
        bits.set(firstRow + row);
      }
    }
  }

  /**
   * Returns the row behind the last one that fits a block with {@code from}; at least one does,
   * however long.
   */
  private static int blockEnd(int[] starts, int from, int count) {
    int to = from + 1;
    while (to < count && starts[to + 1] - starts[from] <= BLOCK_BYTES) {
      to++;
    }
    return to;
  }
}
