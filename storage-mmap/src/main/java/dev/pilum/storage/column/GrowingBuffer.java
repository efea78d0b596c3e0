package dev.pilum.storage.column;

import java.lang.foreign.MemorySegment;

/**
 * A buffer that grows by doubling. What has been handed out by {@link #segment()} stays as it is
 * when the buffer moves on to larger memory, so readers of earlier rows are never disturbed. One
 * writer.
 */
final class GrowingBuffer {
  /**
   * Enough for a few rows of most types: tables of one row are common in tests and in agents' first
   * minutes.
   */
  private static final long FIRST_BYTES = 256;

  private final Allocator allocator;
  private MemorySegment segment;
  private long usedBytes;

  GrowingBuffer(Allocator allocator) {
    this.allocator = allocator;
    this.segment = allocator.allocate(FIRST_BYTES);
  }

  MemorySegment segment() {
    return segment;
  }

  long usedBytes() {
    return usedBytes;
  }

  /**
   * Makes room for {@code more} bytes behind those used, which stay zero until written, and counts
   * them as used.
   */
  long extend(long more) {
    long start = usedBytes;
    reserve(more);
    usedBytes += more;
    return start;
  }

  void reserve(long more) {
    long needed = usedBytes + more;
    if (needed > segment.byteSize()) {
      MemorySegment larger = allocator.allocate(Math.max(needed, 2 * segment.byteSize()));
      MemorySegment.copy(segment, 0, larger, 0, usedBytes);
      segment = larger;
    }
  }

  void append(MemorySegment source, long offsetBytes, long lengthBytes) {
    long start = extend(lengthBytes);
    MemorySegment.copy(source, offsetBytes, segment, start, lengthBytes);
  }
}
