package dev.pilum.engine.row;

import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;

/**
 * Looks for NaN and infinity in vectors, at the speed of memory: a number is neither just when its
 * exponent is not all ones, so the largest of the sign-free bit patterns of a chunk tells for all
 * of them, and the compiler makes a plain loop over them SIMD. Chunks are copied to an array first,
 * because the loop then runs equally fast whatever kind of memory the segment is.
 */
final class FiniteScan {
  /** 16 KiB of float32: stays in the L1 cache between the copy and the look. */
  private static final int CHUNK = 4_096;

  private static final int SINGLE_MAGNITUDE = 0x7fff_ffff;
  private static final int SINGLE_INFINITY = 0x7f80_0000;
  private static final int HALF_MAGNITUDE = 0x7fff;
  private static final int HALF_INFINITY = 0x7c00;

  private FiniteScan() {}

  /**
   * Returns the place of the first float32 from {@code from} on, among {@code count}, that is not
   * finite; -1 when all are.
   */
  static long firstBadSingle(MemorySegment values, long from, long count) {
    int[] chunk = new int[CHUNK];
    for (long at = from; at < count; at += CHUNK) {
      int length = (int) Math.min(CHUNK, count - at);
      MemorySegment.copy(values, Layout.INT, at * Float.BYTES, chunk, 0, length);
      if (largest(chunk, length) >= SINGLE_INFINITY) {
        return at + firstIn(chunk);
      }
    }
    return -1;
  }

  /** As {@link #firstBadSingle}, of float16. */
  static long firstBadHalf(MemorySegment values, long from, long count) {
    for (long at = from; at < count; at++) {
      if ((values.get(Layout.SHORT, at * Short.BYTES) & HALF_MAGNITUDE) >= HALF_INFINITY) {
        return at;
      }
    }
    return -1;
  }

  private static int largest(int[] bits, int length) {
    int largest = 0;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, bits[i] & SINGLE_MAGNITUDE);
    }
    return largest;
  }

  private static int firstIn(int[] bits) {
    int place = 0;
    while ((bits[place] & SINGLE_MAGNITUDE) < SINGLE_INFINITY) {
      place++;
    }
    return place;
  }
}
