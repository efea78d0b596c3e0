package dev.pilum.hnsw;

import static dev.pilum.hnsw.SimdLanes.LANES;
import static dev.pilum.hnsw.SimdLanes.SPECIES;
import static dev.pilum.hnsw.SimdLanes.SWAP_1;
import static dev.pilum.hnsw.SimdLanes.SWAP_2;
import static dev.pilum.hnsw.SimdLanes.SWAP_4;
import static dev.pilum.hnsw.SimdLanes.SWAP_8;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.BIT_COUNT;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.L2I;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/*
 * In the first rounds of a Hadamard transform partners lie in one vector: v * (1, -1, 1, -1, ...) + (v with partners swapped).
 * Why nothing is in helper methods: see SimdFloat32Kernels.
 */
/**
 * Kernels over one-bit codes with the Vector API. Loading it needs {@code jdk.incubator.vector}.
 */
final class SimdSignKernels implements SignKernels {

  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(SPECIES.vectorBitSize()));

  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, VectorShape.forBitSize(SPECIES.vectorBitSize()));

  /** As many ints as there are longs in a vector. */
  private static final VectorSpecies<Integer> HALF =
      VectorSpecies.of(int.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));

  private static final FloatVector SIGNS_1 = signs(1);
  private static final FloatVector SIGNS_2 = signs(2);
  private static final FloatVector SIGNS_4 = signs(4);
  private static final FloatVector SIGNS_8 = signs(8);

  @Override
  public void hadamard(float[] values, int block) {
    if (block < LANES) {
      ScalarSignKernels.hadamard(values, 1, block);
      return;
    }
    for (int i = 0; i < values.length; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, values, i);
      v = v.mul(SIGNS_1).add(v.rearrange(SWAP_1));
      v = v.mul(SIGNS_2).add(v.rearrange(SWAP_2));
      if (LANES > 4) {
        v = v.mul(SIGNS_4).add(v.rearrange(SWAP_4));
      }
      if (LANES > 8) {
        v = v.mul(SIGNS_8).add(v.rearrange(SWAP_8));
      }
      v.intoArray(values, i);
    }
    for (int apart = LANES; apart < block; apart *= 2) {
      for (int start = 0; start < values.length; start += 2 * apart) {
        for (int i = start; i < start + apart; i += LANES) {
          FloatVector a = FloatVector.fromArray(SPECIES, values, i);
          FloatVector b = FloatVector.fromArray(SPECIES, values, i + apart);
          a.add(b).intoArray(values, i);
          a.sub(b).intoArray(values, i + apart);
        }
      }
    }
  }

  @Override
  public int planes(float[] values, float steps, long[] planes) {
    IntVector sum = IntVector.zero(INTS);
    for (int w = 0; w < values.length / Long.SIZE; w++) {
      long zero = 0;
      long one = 0;
      long two = 0;
      long three = 0;
      for (int bit = 0; bit < Long.SIZE; bit += LANES) {
        IntVector numbers =
            FloatVector.fromArray(SPECIES, values, w * Long.SIZE + bit)
                .mul(steps)
                .add(CodeKernels.ROUNDING)
                .reinterpretAsInts()
                .sub(CodeKernels.ROUNDING_BITS);
        sum = sum.add(numbers);
        zero |= numbers.lanewise(LSHL, 31).compare(LT, 0).toLong() << bit;
        one |= numbers.lanewise(LSHL, 30).compare(LT, 0).toLong() << bit;
        two |= numbers.lanewise(LSHL, 29).compare(LT, 0).toLong() << bit;
        three |= numbers.lanewise(LSHL, 28).compare(LT, 0).toLong() << bit;
      }
      planes[4 * w] = zero;
      planes[4 * w + 1] = one;
      planes[4 * w + 2] = two;
      planes[4 * w + 3] = three;
    }
    return sum.reduceLanes(ADD);
  }

  @Override
  public int sum(long[] planes, MemorySegment rows, long offset) {
    return ScalarSignKernels.sum(planes, rows, offset, 0);
  }

  @Override
  public int sum(long[] planes, byte[] rows, int offset) {
    return ScalarSignKernels.sum(planes, rows, offset, 0);
  }

  @Override
  public void signs(float[] values, long[] words) {
    for (int w = 0; w < values.length / Long.SIZE; w++) {
      long word = 0;
      for (int bit = 0; bit < Long.SIZE; bit += LANES) {
        FloatVector some = FloatVector.fromArray(SPECIES, values, w * Long.SIZE + bit);
        word |= some.compare(GT, 0f).toLong() << bit;
      }
      words[w] = word;
    }
  }

  @Override
  public void sums(long[] planes, long[] blocks, int from, int[] sums) {
    for (int r = 0; r < BLOCK; r += LONGS.length()) {
      LongVector zero = LongVector.zero(LONGS);
      LongVector one = zero;
      LongVector two = zero;
      LongVector three = zero;
      int at = from + r;
      for (int i = 0; i < planes.length; i += PLANES) {
        LongVector rows = LongVector.fromArray(LONGS, blocks, at);
        zero = zero.add(rows.and(planes[i]).lanewise(BIT_COUNT));
        one = one.add(rows.and(planes[i + 1]).lanewise(BIT_COUNT));
        two = two.add(rows.and(planes[i + 2]).lanewise(BIT_COUNT));
        three = three.add(rows.and(planes[i + 3]).lanewise(BIT_COUNT));
        at += BLOCK;
      }
      LongVector sum =
          zero.add(one.lanewise(LSHL, 1)).add(two.lanewise(LSHL, 2)).sub(three.lanewise(LSHL, 3));
      ((IntVector) sum.convertShape(L2I, HALF, 0)).intoArray(sums, r);
    }
  }

  @Override
  public long near(
      float[] biases, float[] factors, int from, int[] sums, float step, float plus, float most) {
    long far = 0;
    for (int r = 0; r < BLOCK; r += LANES) {
      FloatVector sum =
          (FloatVector) IntVector.fromArray(INTS, sums, r).convertShape(I2F, SPECIES, 0);
      FloatVector least =
          sum.mul(step)
              .add(plus)
              .mul(FloatVector.fromArray(SPECIES, factors, from + r))
              .add(FloatVector.fromArray(SPECIES, biases, from + r));
      far |= least.compare(GT, most).toLong() << r;
    }
    return ~far;
  }

  /** Returns 1 for the nearer of two partners and -1 for the other. */
  private static FloatVector signs(int apart) {
    float[] signs = new float[LANES];
    for (int i = 0; i < LANES; i++) {
      signs[i] = (i & apart) == 0 ? 1f : -1f;
    }
    return FloatVector.fromArray(SPECIES, signs, 0);
  }
}
