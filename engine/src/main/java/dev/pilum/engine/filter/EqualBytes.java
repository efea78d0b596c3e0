package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.scalar.Span;
import java.lang.foreign.MemorySegment;

/**
 * Passes text or binary values that equal given bytes. Their lengths and ends are compared, as
 * numbers and without a branch; the middle of few is read.
 */
final class EqualBytes implements ColumnTest {
  private final byte[] value;

  EqualBytes(byte[] value) {
    this.value = value.clone();
  }

  @Override
  public Bits rowsIn(Column column) {
    Bits bits = Bits.none(column.length());
    MemorySegment bytes = column.bytes();
    int length = value.length;
    long first = ByteEnds.first(value);
    long last = ByteEnds.last(value);
    ValuePlaces places = new ValuePlaces(column);
    while (places.next()) {
      int[] starts = places.starts();
      for (int base = 0; base < places.count(); base += Long.SIZE) {
        int rows = Math.min(Long.SIZE, places.count() - base);
        long word = 0;
        for (int i = 0; i < rows; i++) {
          int start = starts[base + i];
          long difference =
              (ByteEnds.first(bytes, start, length) ^ first)
                  | (ByteEnds.last(bytes, start, length) ^ last)
                  | (starts[base + i + 1] - start ^ length);
          word |= (1L ^ ((difference | -difference) >>> 63)) << i;
        }
        bits.words()[(places.from() + base) >>> 6] =
            length <= ByteEnds.WHOLE ? word : middlesEqual(word, bytes, starts, base);
      }
    }
    return bits;
  }

  /** Clears the bits of the rows whose middle is another. */
  private long middlesEqual(long word, MemorySegment bytes, int[] starts, int base) {
    long equal = word;
    for (long left = word; left != 0; left &= left - 1) {
      int row = Long.numberOfTrailingZeros(left);
      if (!ByteEnds.middleEquals(bytes, starts[base + row], value)) {
        equal &= ~(1L << row);
      }
    }
    return equal;
  }

  @Override
  public Spans spans() {
    return Spans.exactly(Span.of(value));
  }
}
