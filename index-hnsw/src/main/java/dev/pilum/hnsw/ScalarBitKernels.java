package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Kernels over bits, eight bytes at a time, with no module beyond java.base. */
final class ScalarBitKernels implements BitKernels {

  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public int distance(long[] query, MemorySegment rows, long offset, int bytes) {
    return distance(query, rows, offset, 0, bytes);
  }

  /** Counts over the bytes {@code [from, to)}, {@code from} being a multiple of 8. */
  static int distance(long[] query, MemorySegment rows, long offset, int from, int to) {
    int count = 0;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      count += Long.bitCount(query[i >>> 3] ^ rows.get(LONG, offset + i));
    }
    for (; i < to; i++) {
      int given = (int) (query[i >>> 3] >>> ((i & 7) << 3));
      count += Integer.bitCount((given ^ rows.get(ValueLayout.JAVA_BYTE, offset + i)) & 0xff);
    }
    return count;
  }
}
