package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Passes text or binary values that equal given bytes. Most values differ in length or in the first
 * eight bytes, which are compared as one number; the rest of few is read.
 *
 * @param value the bytes, an array of the heap
 */
record EqualBytes(MemorySegment value) implements ColumnTest {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public Bits rowsIn(Column column) {
    Bits bits = Bits.none(column.length());
    int length = (int) value.byteSize();
    long head = head(value, 0, length);
    int start = column.length() == 0 ? 0 : column.startOf(0);
    for (int base = 0; base < column.length(); base += Long.SIZE) {
      int rows = Math.min(Long.SIZE, column.length() - base);
      long word = 0;
      for (int i = 0; i < rows; i++) {
        int end = column.endOf(base + i);
        if (end - start == length
            && head(column.bytes(), start, length) == head
            && tailEquals(column.bytes(), start, end)) {
          word |= 1L << i;
        }
        start = end;
      }
      bits.words()[base >>> 6] = word;
    }
    return bits;
  }

  /** Returns the first eight of {@code length} bytes, or all of them, as one number. */
  private static long head(MemorySegment bytes, long start, int length) {
    if (start + Long.BYTES <= bytes.byteSize()) {
      long eight = bytes.get(LONG, start);
      return length >= Long.BYTES ? eight : eight & ((1L << (length << 3)) - 1);
    }
    long head = 0;
    for (int i = 0; i < Math.min(Long.BYTES, length); i++) {
      head |= (bytes.get(ValueLayout.JAVA_BYTE, start + i) & 0xFFL) << (i << 3);
    }
    return head;
  }

  private boolean tailEquals(MemorySegment bytes, long start, long end) {
    return end - start <= Long.BYTES
        || MemorySegment.mismatch(bytes, start + 8, end, value, 8, value.byteSize()) < 0;
  }
}
