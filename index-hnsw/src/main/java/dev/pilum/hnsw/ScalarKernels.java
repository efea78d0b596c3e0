package dev.pilum.hnsw;

import dev.pilum.storage.schema.DataType.Vector.Element;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Kernels anyone can verify by eye, for every element type and with no module beyond java.base. */
final class ScalarKernels implements VectorKernels {

  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Element element;

  ScalarKernels(Element element) {
    this.element = element;
  }

  @Override
  public float dot(float[] query, MemorySegment rows, long offset, int dimension) {
    return dot(element, query, rows, offset, 0, dimension);
  }

  @Override
  public float squaredL2(float[] query, MemorySegment rows, long offset, int dimension) {
    return squaredL2(element, query, rows, offset, 0, dimension);
  }

  @Override
  public float squaredNorm(MemorySegment rows, long offset, int dimension) {
    return squaredNorm(element, rows, offset, 0, dimension);
  }

  @Override
  public void load(MemorySegment rows, long offset, int dimension, float[] target) {
    load(element, rows, offset, 0, dimension, target);
  }

  /**
   * Returns the dot product over the components {@code [from, to)}; also the last few of a SIMD
   * kernel.
   */
  static float dot(
      Element element, float[] query, MemorySegment rows, long offset, int from, int to) {
    float sum = 0f;
    for (int i = from; i < to; i++) {
      sum += query[i] * component(element, rows, offset, i);
    }
    return sum;
  }

  /** Returns the squared Euclidean distance over the components {@code [from, to)}. */
  static float squaredL2(
      Element element, float[] query, MemorySegment rows, long offset, int from, int to) {
    float sum = 0f;
    for (int i = from; i < to; i++) {
      float difference = query[i] - component(element, rows, offset, i);
      sum += difference * difference;
    }
    return sum;
  }

  /** Returns the squared norm over the components {@code [from, to)}. */
  static float squaredNorm(Element element, MemorySegment rows, long offset, int from, int to) {
    float sum = 0f;
    for (int i = from; i < to; i++) {
      float value = component(element, rows, offset, i);
      sum += value * value;
    }
    return sum;
  }

  /** Writes the components {@code [from, to)} to the same places of {@code target}. */
  static void load(
      Element element, MemorySegment rows, long offset, int from, int to, float[] target) {
    for (int i = from; i < to; i++) {
      target[i] = component(element, rows, offset, i);
    }
  }

  private static float component(Element element, MemorySegment rows, long offset, int i) {
    return switch (element) {
      case FLOAT32 -> rows.get(FLOAT, offset + ((long) i << 2));
      case FLOAT16 -> Float.float16ToFloat(rows.get(SHORT, offset + ((long) i << 1)));
      case INT8 -> rows.get(ValueLayout.JAVA_BYTE, offset + i);
      case BIT -> (rows.get(ValueLayout.JAVA_BYTE, offset + (i >>> 3)) >>> (7 - (i & 7))) & 1;
    };
  }
}
