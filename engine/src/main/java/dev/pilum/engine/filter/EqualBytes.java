package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.scalar.Span;
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
        word |= equalBit(column.bytes(), start, end, head) << i;
        start = end;
      }
      bits.words()[base >>> 6] = word;
    }
    return bits;
  }

  @Override
  public Spans spans() {
    return Spans.exactly(Span.of(value.toArray(ValueLayout.JAVA_BYTE)));
  }

  /** Returns 1 if the bytes are equal, else 0; without a branch where they are few. */
  private long equalBit(MemorySegment bytes, int start, int end, long head) {
    int length = (int) value.byteSize();
    long difference = (head(bytes, start, length) ^ head) | ((end - start) ^ length);
    if (length <= Long.BYTES) {
      return 1L ^ ((difference | -difference) >>> 63);
    }
    return difference == 0 && tailEquals(bytes, start, end) ? 1 : 0;
  }

  /**
   * Returns the first eight of {@code length} bytes, or all of them, as one number; of a shorter
   * value at the end of the buffer what there is.
   */
  private static long head(MemorySegment bytes, long start, int length) {
    if (start + Long.BYTES <= bytes.byteSize()) {
      long eight = bytes.get(LONG, start);
      return length >= Long.BYTES ? eight : eight & ((1L << (length << 3)) - 1);
    }
    long head = 0;
    long left = Math.min(bytes.byteSize() - start, Math.min(Long.BYTES, length));
    for (int i = 0; i < left; i++) {
      head |= (bytes.get(ValueLayout.JAVA_BYTE, start + i) & 0xFFL) << (i << 3);
    }
    return head;
  }

  private boolean tailEquals(MemorySegment bytes, long start, long end) {
    return MemorySegment.mismatch(bytes, start + 8, end, value, 8, value.byteSize()) < 0;
  }
}
