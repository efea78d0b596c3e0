package dev.pilum.storage.column;

import dev.pilum.storage.error.InvalidRequest;
import java.lang.foreign.MemorySegment;

/** The ends of consecutive runs as Arrow keeps them: a zero, then the end of each. One writer. */
final class OffsetBuffer {
  private final GrowingBuffer bytes;

  OffsetBuffer(Allocator allocator) {
    this.bytes = new GrowingBuffer(allocator);
    bytes.extend(Integer.BYTES);
  }

  MemorySegment segment() {
    return bytes.segment();
  }

  /** Makes room for the ends of {@code runs} more runs. */
  void reserve(int runs) {
    bytes.reserve((long) runs * Integer.BYTES);
  }

  /**
   * Ends a run at {@code end}, which 32-bit offsets bound to 2 GiB: callers keep batches far below.
   */
  void append(long end) {
    check(end);
    long place = bytes.extend(Integer.BYTES);
    bytes.segment().set(Layout.INT, place, (int) end);
  }

  /** Ends {@code count} runs, each {@code base} behind the end of a row of {@code source}. */
  void appendEnds(Column source, int from, int count, long base) {
    check(base + source.startOf(from + count));
    long place = bytes.extend((long) count * Integer.BYTES);
    MemorySegment target = bytes.segment();
    for (int row = 0; row < count; row++) {
      int end = (int) (base + source.endOf(from + row));
      target.set(Layout.INT, place + (long) row * Integer.BYTES, end);
    }
  }

  private static void check(long end) {
    if (end > Integer.MAX_VALUE) {
      throw new InvalidRequest(
          "a column's text, bytes or list elements pass 2 GiB in one batch; write fewer rows at a"
              + " time");
    }
  }

  long sizeBytes() {
    return bytes.usedBytes();
  }
}
