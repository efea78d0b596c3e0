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

  /**
   * Ends a run at {@code end}, which 32-bit offsets bound to 2 GiB: callers keep batches far below.
   */
  void append(long end) {
    if (end > Integer.MAX_VALUE) {
      throw new InvalidRequest(
          "a column's text, bytes or list elements pass 2 GiB in one batch; write fewer rows at a"
              + " time");
    }
    long place = bytes.extend(Integer.BYTES);
    bytes.segment().set(Layout.INT, place, (int) end);
  }

  long sizeBytes() {
    return bytes.usedBytes();
  }
}
