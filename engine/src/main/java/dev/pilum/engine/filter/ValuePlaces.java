package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a text or binary column lie, some rows at a time, copied to an array:
 * equality of 50,000 short texts took 650 us with places read from the segment, and 220 us so. One
 * thread.
 */
final class ValuePlaces {
  /** Rows at a time, a multiple of 64: 4 KiB of places, which stay in the L1 cache. */
  static final int ROWS = 1_024;

  private final @Nullable MemorySegment offsets;
  private final int length;
  private final int[] starts = new int[ROWS + 1];
  private int from;
  private int count;

  /** Stands before the first rows. */
  ValuePlaces(Column column) {
    this.offsets = column.offsets();
    this.length = column.length();
  }

  /** Goes to the next rows; returns whether there are any. */
  boolean next() {
    from += count;
    count = Math.min(ROWS, length - from);
    MemorySegment all = offsets;
    if (count <= 0 || all == null) {
      return false;
    }
    MemorySegment.copy(all, Layout.INT, from * 4L, starts, 0, count + 1);
    return true;
  }

  /** Returns the first of these rows, a multiple of 64. */
  int from() {
    return from;
  }

  /** Returns how many rows these are. */
  int count() {
    return count;
  }

  /**
   * Returns where the values start: that of the first row at 0; each ends where the next one
   * starts, the last one where one more would. Overwritten by {@link #next}.
   */
  int[] starts() {
    return starts;
  }
}
