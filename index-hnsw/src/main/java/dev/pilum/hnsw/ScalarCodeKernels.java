package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Code kernels with no module beyond java.base. They read eight components at a time: a process's
 * first searches run in the interpreter, where each access to a segment takes longer than the sum.
 */
final class ScalarCodeKernels implements CodeKernels {

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public int dot(short[] query, MemorySegment rows, long offset) {
    int sum = 0;
    for (int i = 0; i < query.length; i += Long.BYTES) {
      long eight = rows.get(LONG, offset + i);
      sum +=
          query[i] * (byte) eight
              + query[i + 1] * (byte) (eight >> 8)
              + query[i + 2] * (byte) (eight >> 16)
              + query[i + 3] * (byte) (eight >> 24)
              + query[i + 4] * (byte) (eight >> 32)
              + query[i + 5] * (byte) (eight >> 40)
              + query[i + 6] * (byte) (eight >> 48)
              + query[i + 7] * (byte) (eight >> 56);
    }
    return sum;
  }

  @Override
  public int dot(short[] query, byte[] rows, int offset) {
    int sum = 0;
    for (int i = 0; i < query.length; i++) {
      sum += query[i] * rows[offset + i];
    }
    return sum;
  }

  @Override
  public float subtract(float[] vector, float length, float[] center, float[] rest) {
    return subtract(vector, length, center, 0, rest);
  }

  /** As the method of the interface, of the components from {@code from} on. */
  static float subtract(float[] vector, float length, float[] center, int from, float[] rest) {
    float largest = 0f;
    for (int i = from; i < center.length; i++) {
      rest[i] = vector[i] * length - center[i];
      largest = Math.max(largest, Math.abs(rest[i]));
    }
    return largest;
  }

  @Override
  public int round(float[] rest, float steps, short[] components) {
    return round(rest, steps, 0, components);
  }

  /** As the method of the interface, of the components from {@code from} on. */
  static int round(float[] rest, float steps, int from, short[] components) {
    int squares = 0;
    for (int i = from; i < rest.length; i++) {
      int rounded = Float.floatToRawIntBits(rest[i] * steps + ROUNDING) - ROUNDING_BITS;
      components[i] = (short) rounded;
      squares += rounded * rounded;
    }
    return squares;
  }

  @Override
  public void load(MemorySegment rows, long offset, short[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = rows.get(ValueLayout.JAVA_BYTE, offset + i);
    }
  }
}
