package dev.pilum.arrow;

import dev.pilum.storage.column.Layout;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import java.lang.foreign.MemorySegment;

/**
 * The ends of texts and lists, as other writers keep them, made into Pilum's and checked one by
 * one.
 */
final class Runs {
  private Runs() {}

  /** Returns the 32-bit offsets of {@code rows} runs, none of them falling. */
  static MemorySegment narrow(BatchCursor batch, int rows) {
    MemorySegment offsets = batch.buffer();
    if (rows == 0 && offsets.byteSize() == 0) {
      return empty();
    }
    batch.require(
        "offsets of " + 4 * (rows + 1L) + " bytes",
        offsets.byteSize(),
        offsets.byteSize() >= 4 * (rows + 1L));
    int before = 0;
    for (int row = 0; row <= rows; row++) {
      int end = offsets.get(Layout.INT, 4L * row);
      rising(batch, before, end);
      before = end;
    }
    return offsets.asSlice(0, 4 * (rows + 1L));
  }

  /** Returns 64-bit offsets as 32-bit ones. */
  static MemorySegment wide(BatchCursor batch, int rows, String field) {
    MemorySegment offsets = batch.buffer();
    if (rows == 0 && offsets.byteSize() == 0) {
      return empty();
    }
    batch.require(
        "offsets of " + 8 * (rows + 1L) + " bytes",
        offsets.byteSize(),
        offsets.byteSize() >= 8 * (rows + 1L));
    MemorySegment narrow = allocate(rows);
    long before = 0;
    for (int row = 0; row <= rows; row++) {
      long end = offsets.get(Layout.LONG, 8L * row);
      rising(batch, before, end);
      if (end > Integer.MAX_VALUE) {
        throw new InvalidRequest(
            "column '" + field + "' has more than 2 GiB in one batch; write smaller batches");
      }
      narrow.set(Layout.INT, 4L * row, (int) end);
      before = end;
    }
    return narrow;
  }

  /** Returns offsets of runs that are all {@code length} long. */
  static MemorySegment even(int rows, int length, String field) {
    if ((long) rows * length > Integer.MAX_VALUE) {
      throw new InvalidRequest(
          "column '" + field + "' has more than 2^31 parts in one batch; write smaller batches");
    }
    MemorySegment offsets = allocate(rows);
    for (int row = 0; row <= rows; row++) {
      offsets.set(Layout.INT, 4L * row, row * length);
    }
    return offsets;
  }

  private static void rising(BatchCursor batch, long before, long end) {
    if (end < before) {
      throw new Corruption(batch.name(), -1, "an offset of at least " + before, Long.toString(end));
    }
  }

  static int last(MemorySegment offsets) {
    return offsets.get(Layout.INT, offsets.byteSize() - 4);
  }

  /**
   * Returns room for the offsets of {@code rows} runs; their number is backed by offsets or values
   * already read.
   */
  private static MemorySegment allocate(int rows) {
    return MemorySegment.ofArray(new byte[Math.toIntExact(4 * (rows + 1L))]);
  }

  private static MemorySegment empty() {
    return MemorySegment.ofArray(new byte[4]);
  }
}
