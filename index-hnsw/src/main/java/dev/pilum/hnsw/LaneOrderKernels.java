package dev.pilum.hnsw;

import static dev.pilum.storage.schema.DataType.Vector.Element.FLOAT32;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.VectorShape;

/*
 * Why it exists: the Vector API takes a fresh JVM some 60 ms to load and link, and is interpreted at 0.1 ms a distance until the JIT
 * has seen enough of it. The first search of a process should not wait for that (docs/decisions/0009). Why it may exist: equal rows
 * must tie whoever computed their distances, so these kernels add in the same order as the vector lanes do and give the same bits.
 */
/**
 * Float32 kernels in plain Java that give, bit for bit, what {@link SimdFloat32Kernels} gives on
 * this machine. For the first searches of a process.
 */
final class LaneOrderKernels implements VectorKernels {

  private final int lanes;

  /** Adds in the order of vectors of {@code lanes} floats: 4, 8 or 16. */
  LaneOrderKernels(int lanes) {
    assert lanes == 4 || lanes == 8 || lanes == 16 : lanes;
    this.lanes = lanes;
  }

  /** Returns how many floats {@link SimdLanes} has in a vector, without loading the vectors. */
  static int lanesOfThisMachine() {
    int lanes = VectorShape.preferredShape().vectorBitSize() / Float.SIZE;
    return Math.clamp(lanes, 4, 16);
  }

  @Override
  public float dot(float[] query, MemorySegment rows, long offset, int dimension) {
    if (dimension < lanes) {
      return ScalarKernels.dot(FLOAT32, query, rows, offset, 0, dimension);
    }
    float[] sums = new float[lanes];
    int whole = dimension - dimension % lanes;
    addProducts(query, rows, offset, whole, dimension, sums);
    addProducts(query, rows, offset, 0, whole, sums);
    return fold(sums);
  }

  @Override
  public float squaredL2(float[] query, MemorySegment rows, long offset, int dimension) {
    if (dimension < lanes) {
      return ScalarKernels.squaredL2(FLOAT32, query, rows, offset, 0, dimension);
    }
    float[] sums = new float[lanes];
    int whole = dimension - dimension % lanes;
    addDifferences(query, rows, offset, whole, dimension, sums);
    addDifferences(query, rows, offset, 0, whole, sums);
    return fold(sums);
  }

  @Override
  public float squaredNorm(MemorySegment rows, long offset, int dimension) {
    if (dimension < lanes) {
      return ScalarKernels.squaredNorm(FLOAT32, rows, offset, 0, dimension);
    }
    float[] sums = new float[lanes];
    int whole = dimension - dimension % lanes;
    addSquares(rows, offset, whole, dimension, sums);
    addSquares(rows, offset, 0, whole, sums);
    return fold(sums);
  }

  @Override
  public void load(MemorySegment rows, long offset, int dimension, float[] target) {
    MemorySegment.copy(rows, ScalarKernels.FLOAT, offset, target, 0, dimension);
  }

  /**
   * Adds products of components {@code [from, to)} to the lanes of vectors that end at {@code to}.
   */
  private void addProducts(
      float[] query, MemorySegment rows, long offset, int from, int to, float[] sums) {
    for (int i = from; i < to; i++) {
      int lane = (i - to) & (lanes - 1);
      sums[lane] = Math.fma(query[i], component(rows, offset, i), sums[lane]);
    }
  }

  /** As {@link #addProducts}, with squares of differences. */
  private void addDifferences(
      float[] query, MemorySegment rows, long offset, int from, int to, float[] sums) {
    for (int i = from; i < to; i++) {
      int lane = (i - to) & (lanes - 1);
      float difference = query[i] - component(rows, offset, i);
      sums[lane] = Math.fma(difference, difference, sums[lane]);
    }
  }

  /** As {@link #addProducts}, with squares of the row's own components. */
  private void addSquares(MemorySegment rows, long offset, int from, int to, float[] sums) {
    for (int i = from; i < to; i++) {
      int lane = (i - to) & (lanes - 1);
      float value = component(rows, offset, i);
      sums[lane] = Math.fma(value, value, sums[lane]);
    }
  }

  /** Adds lanes 8 apart, then 4, 2 and 1, as {@link SimdLanes#sum} does. */
  private static float fold(float[] sums) {
    for (int distance = sums.length / 2; distance > 0; distance /= 2) {
      for (int lane = 0; lane < distance; lane++) {
        sums[lane] += sums[lane + distance];
      }
    }
    return sums[0];
  }

  private static float component(MemorySegment rows, long offset, int i) {
    return rows.get(ScalarKernels.FLOAT, offset + ((long) i << 2));
  }
}
