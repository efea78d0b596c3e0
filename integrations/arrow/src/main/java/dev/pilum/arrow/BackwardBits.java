package dev.pilum.arrow;

import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;

/**
 * Bits read from the end of a stretch of bytes towards its start, as ZSTD's entropy coders write
 * them; the highest set bit of the last byte only marks the end. Bits before the start read as
 * zeros, and {@link #left} turns negative.
 */
final class BackwardBits {
  private final MemorySegment source;
  private final long start;
  private final long end;
  private long left;

  /** Reads the bytes of {@code source} from {@code start} to {@code end}. */
  BackwardBits(MemorySegment source, long start, long end) {
    Zstd.require(start < end, "bits cut short");
    int last = source.get(java.lang.foreign.ValueLayout.JAVA_BYTE, end - 1) & 0xFF;
    Zstd.require(last != 0, "bits without an end");
    this.source = source;
    this.start = start;
    this.end = end;
    this.left = (end - start) * 8 - (Integer.numberOfLeadingZeros(last) - 23);
  }

  /** Returns how many bits have not been read. */
  long left() {
    return left;
  }

  /** Reads {@code count} bits, at most 31. */
  int read(int count) {
    int bits = peek(count);
    left -= count;
    return bits;
  }

  /** Returns the next {@code count} bits without taking them. */
  int peek(int count) {
    long place = left - count;
    if (place < 0) {
      return left <= 0 ? 0 : (int) (at(0) & ((1L << left) - 1)) << -place;
    }
    return (int) (at(place) & ((1L << count) - 1));
  }

  void skip(int count) {
    left -= count;
  }

  /**
   * Returns at least 56 bits, the lowest of them the one at {@code place}, zeros beyond the end.
   */
  private long at(long place) {
    long byteAt = start + (place >>> 3);
    int shift = (int) (place & 7);
    if (byteAt + 8 <= source.byteSize()) {
      return source.get(Layout.LONG, byteAt) >>> shift;
    }
    long bits = 0;
    for (long i = end - 1; i >= byteAt; i--) {
      bits = (bits << 8) | (source.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i) & 0xFF);
    }
    return bits >>> shift;
  }
}
