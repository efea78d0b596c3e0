package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads packed bits, such as a column's validity, as {@link Bits}. */
final class Presence {
  private Presence() {}

  /** Returns the rows that have a value. */
  static Bits of(Column column) {
    MemorySegment validity = column.validity();
    return validity == null ? Bits.all(column.length()) : packed(validity, column.length());
  }

  /**
   * Returns the first {@code length} bits of {@code source}, which may end right behind the byte
   * that holds the last.
   */
  static Bits packed(MemorySegment source, int length) {
    Bits bits = Bits.none(length);
    int whole = length >>> 6;
    MemorySegment.copy(source, Layout.LONG, 0, bits.words(), 0, whole);
    for (int row = whole << 6; row < length; row++) {
      if ((source.get(ValueLayout.JAVA_BYTE, row >>> 3) >>> (row & 7) & 1) != 0) {
        bits.set(row);
      }
    }
    return bits;
  }
}
