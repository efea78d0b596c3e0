package dev.pilum.engine.table;

import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads Arrow's bitmaps 64 rows at a time. */
public final class Words {
  private Words() {}

  /**
   * Returns the bits of rows {@code 64 * index} to {@code 64 * index + 63}; those at or behind
   * {@code length} are clear.
   */
  public static long of(MemorySegment bits, int length, int index) {
    long start = (long) index << 3;
    int rows = Math.min(64, length - (index << 6));
    if (rows <= 0) {
      return 0;
    }
    if (start + Long.BYTES <= bits.byteSize()) {
      return bits.get(Layout.LONG, start) & maskOf(rows);
    }
    long word = 0;
    for (int i = 0; i < (rows + 7) >>> 3; i++) {
      word |= (bits.get(ValueLayout.JAVA_BYTE, start + i) & 0xFFL) << (i << 3);
    }
    return word & maskOf(rows);
  }

  /** Returns a word whose lowest {@code rows} bits are set; 1 to 64. */
  public static long maskOf(int rows) {
    return -1L >>> (64 - rows);
  }
}
