package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/*
 * A product of two codes fits in 16 bits, so codes are widened to shorts, half as many instructions as ints; each product is
 * then added as the two halves of an int. Adding two or four products before that saves instructions on paper, but the larger
 * loop body passes C2's limit on inlining (NodeCountInliningCutoff) and boxes vectors: two to three times slower, measured.
 */
/** Code kernels with the Vector API. Loading it needs {@code jdk.incubator.vector}. */
final class SimdCodeKernels implements CodeKernels {

  private static final int BITS = SimdLanes.SPECIES.vectorBitSize();
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(BITS));
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(BITS / 2));
  private static final int LANES = SHORTS.length();

  private static final VectorSpecies<Float> FLOATS = SimdLanes.SPECIES;
  private static final VectorSpecies<Short> HALF_SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(BITS / 2));

  @Override
  public int dot(short[] query, MemorySegment rows, long offset) {
    IntVector sum = IntVector.zero(INTS);
    for (int i = 0; i < query.length; i += LANES) {
      sum = sum.add(halves(row(rows, offset, i).mul(query(query, i))));
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public void dot4(short[] query, MemorySegment rows, long a, long b, long c, long d, int[] sums) {
    IntVector sumA = IntVector.zero(INTS);
    IntVector sumB = sumA;
    IntVector sumC = sumA;
    IntVector sumD = sumA;
    for (int i = 0; i < query.length; i += LANES) {
      ShortVector q = query(query, i);
      sumA = sumA.add(halves(row(rows, a, i).mul(q)));
      sumB = sumB.add(halves(row(rows, b, i).mul(q)));
      sumC = sumC.add(halves(row(rows, c, i).mul(q)));
      sumD = sumD.add(halves(row(rows, d, i).mul(q)));
    }
    sums[0] = sumA.reduceLanes(VectorOperators.ADD);
    sums[1] = sumB.reduceLanes(VectorOperators.ADD);
    sums[2] = sumC.reduceLanes(VectorOperators.ADD);
    sums[3] = sumD.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public int dot(short[] query, byte[] rows, int offset) {
    IntVector sum = IntVector.zero(INTS);
    for (int i = 0; i < query.length; i += LANES) {
      sum = sum.add(halves(row(rows, offset, i).mul(query(query, i))));
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public void dot4(short[] query, byte[] rows, int a, int b, int c, int d, int[] sums) {
    IntVector sumA = IntVector.zero(INTS);
    IntVector sumB = sumA;
    IntVector sumC = sumA;
    IntVector sumD = sumA;
    for (int i = 0; i < query.length; i += LANES) {
      ShortVector q = query(query, i);
      sumA = sumA.add(halves(row(rows, a, i).mul(q)));
      sumB = sumB.add(halves(row(rows, b, i).mul(q)));
      sumC = sumC.add(halves(row(rows, c, i).mul(q)));
      sumD = sumD.add(halves(row(rows, d, i).mul(q)));
    }
    sums[0] = sumA.reduceLanes(VectorOperators.ADD);
    sums[1] = sumB.reduceLanes(VectorOperators.ADD);
    sums[2] = sumC.reduceLanes(VectorOperators.ADD);
    sums[3] = sumD.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public float subtract(float[] vector, float length, float[] center, float[] rest) {
    FloatVector largest = FloatVector.zero(FLOATS);
    int end = FLOATS.loopBound(center.length);
    for (int i = 0; i < end; i += FLOATS.length()) {
      FloatVector component =
          FloatVector.fromArray(FLOATS, vector, i)
              .mul(length)
              .sub(FloatVector.fromArray(FLOATS, center, i));
      component.intoArray(rest, i);
      largest = largest.max(component.abs());
    }
    return Math.max(
        largest.reduceLanes(VectorOperators.MAX),
        ScalarCodeKernels.subtract(vector, length, center, end, rest));
  }

  @Override
  public int round(float[] rest, float steps, short[] components) {
    IntVector squares = IntVector.zero(INTS);
    int end = FLOATS.loopBound(rest.length);
    for (int i = 0; i < end; i += FLOATS.length()) {
      IntVector rounded =
          FloatVector.fromArray(FLOATS, rest, i)
              .mul(steps)
              .add(ROUNDING)
              .reinterpretAsInts()
              .sub(ROUNDING_BITS);
      ((ShortVector) rounded.convertShape(VectorOperators.I2S, HALF_SHORTS, 0))
          .intoArray(components, i);
      squares = squares.add(rounded.mul(rounded));
    }
    return squares.reduceLanes(VectorOperators.ADD)
        + ScalarCodeKernels.round(rest, steps, end, components);
  }

  @Override
  public void load(MemorySegment rows, long offset, short[] target) {
    for (int i = 0; i < target.length; i += LANES) {
      row(rows, offset, i).intoArray(target, i);
    }
  }

  /** Returns the sums of neighbouring shorts as ints. */
  private static IntVector halves(ShortVector products) {
    IntVector pairs = products.reinterpretAsInts();
    IntVector low = pairs.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
    return low.add(pairs.lanewise(VectorOperators.ASHR, 16));
  }

  private static ShortVector query(short[] query, int i) {
    return ShortVector.fromArray(SHORTS, query, i);
  }

  private static ShortVector row(MemorySegment rows, long offset, int i) {
    return (ShortVector)
        ByteVector.fromMemorySegment(BYTES, rows, offset + i, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.B2S, SHORTS, 0);
  }

  private static ShortVector row(byte[] rows, int offset, int i) {
    return (ShortVector)
        ByteVector.fromArray(BYTES, rows, offset + i).convertShape(VectorOperators.B2S, SHORTS, 0);
  }
}
