package dev.pilum.engine.filter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The first and the last eight bytes of a value as numbers: together with its length they are all
 * of a value of up to {@link #WHOLE} bytes.
 */
final class ByteEnds {
  /** Two values of equal length, up to this, are equal when their ends are. */
  static final int WHOLE = 2 * Long.BYTES;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle LONG_IN_ARRAY =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ByteEnds() {}

  /**
   * As {@link #first(MemorySegment, long, int)}, of a whole array. Not by that method: where it
   * sees arrays too, the JIT cannot rely on the kind of segment, and it is several times slower.
   */
  static long first(byte[] value) {
    return (long) LONG_IN_ARRAY.get(Arrays.copyOf(value, Long.BYTES), 0);
  }

  /** As {@link #last(MemorySegment, long, int)}, of a whole array. */
  static long last(byte[] value) {
    return value.length < Long.BYTES
        ? 0
        : (long) LONG_IN_ARRAY.get(value, value.length - Long.BYTES);
  }

  /**
   * Returns the first eight bytes of a value, or all of them and zeros; of one that would reach
   * beyond the buffer what there is.
   */
  static long first(MemorySegment bytes, long start, int length) {
    if (start + Long.BYTES <= bytes.byteSize()) {
      long eight = bytes.get(LONG, start);
      return length >= Long.BYTES ? eight : eight & ((1L << (length << 3)) - 1);
    }
    long head = 0;
    long left = Math.min(bytes.byteSize() - start, Math.min(Long.BYTES, length));
    for (int i = 0; i < left; i++) {
      head |= (bytes.get(ValueLayout.JAVA_BYTE, start + i) & 0xFFL) << (i << 3);
    }
    return head;
  }

  /** Returns the last eight bytes of a value; 0 of a shorter one, or one beyond the buffer. */
  static long last(MemorySegment bytes, long start, int length) {
    long from = start + length - Long.BYTES;
    return length >= Long.BYTES && from + Long.BYTES <= bytes.byteSize()
        ? bytes.get(LONG, from)
        : 0;
  }

  /** Returns whether a value of equal length and ends is equal. */
  static boolean middleEquals(MemorySegment bytes, long start, byte[] value) {
    int length = value.length;
    return length <= WHOLE
        || MemorySegment.mismatch(
                bytes,
                start + Long.BYTES,
                start + length - Long.BYTES,
                MemorySegment.ofArray(value),
                Long.BYTES,
                length - Long.BYTES)
            < 0;
  }
}
