package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import java.lang.foreign.MemorySegment;

/**
 * Passes text or binary values that equal given bytes. Most values differ in length already, so
 * that the bytes of few are read.
 *
 * @param value the bytes, an array of the heap
 */
record EqualBytes(MemorySegment value) implements ColumnTest {
  @Override
  public Bits rowsIn(Column column) {
    Bits bits = Bits.none(column.length());
    MemorySegment bytes = column.bytes();
    int start = column.length() == 0 ? 0 : column.startOf(0);
    for (int row = 0; row < column.length(); row++) {
      int end = column.endOf(row);
      if (end - start == value.byteSize()
          && MemorySegment.mismatch(bytes, start, end, value, 0, value.byteSize()) < 0) {
        bits.set(row);
      }
      start = end;
    }
    return bits;
  }
}
