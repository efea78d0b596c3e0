package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A test of text or binary values, which compare byte by byte, unsigned: for UTF-8 that is the
 * order of code points.
 */
sealed interface BytesTest extends ColumnTest permits BytesOrder, BytesSet, LikePattern, RegexTest {
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
    for (int from = 0; from < column.length(); ) {
      int to = blockEnd(column, from);
      int start = column.startOf(from);
      int size = column.startOf(to) - start;
      block = size <= block.length ? block : new byte[Math.max(size, BLOCK_BYTES)];
      MemorySegment.copy(column.bytes(), ValueLayout.JAVA_BYTE, start, block, 0, size);
      mark(column, from, to, block, bits);
      from = to;
    }
    return bits;
  }

  private void mark(Column column, int from, int to, byte[] block, Bits bits) {
    int base = column.startOf(from);
    int start = 0;
    for (int row = from; row < to; row++) {
      int end = column.endOf(row) - base;
      if (passes(block, start, end)) {
        bits.set(row);
      }
      start = end;
    }
  }

  /**
   * Returns the row behind the last one that fits a block with {@code from}; at least one does,
   * however long.
   */
  private static int blockEnd(Column column, int from) {
    int start = column.startOf(from);
    int to = from + 1;
    while (to < column.length() && column.endOf(to) - start <= BLOCK_BYTES) {
      to++;
    }
    return to;
  }
}
