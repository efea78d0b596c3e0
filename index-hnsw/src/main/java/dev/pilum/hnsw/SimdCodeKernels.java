package dev.pilum.hnsw;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2S;
import static jdk.incubator.vector.VectorOperators.I2S;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/*
 * A product of two codes fits in 16 bits, so codes are widened to shorts, half as many instructions as ints; each product is
 * then added as the two halves of an int. Two products fit in 16 bits, too, so long codes in arrays are added in pairs first, as
 * numbers without a sign after their highest bit was flipped: what was read as an int adds up to low halves and 65,536 times the high
 * ones, which a second sum takes off. What is left has no sign and is added as longs, without a carry between the halves of one: adding
 * ints, each to the next, takes three times as many shuffles (128 components .92 to .96 of a search's time, 384 .96 to .98). Nine instructions for two products of a row instead of fourteen: 12.5 ns for 384 components
 * instead of 15.6, 24 for 800 instead of 30, with 512 bits (fewer were not measured); for fewer than four vectors of shorts the end of
 * it costs more. Four products at a time, and two at a time of four mapped rows, pass C2's limit on inlining (NodeCountInliningCutoff)
 * and box vectors: two to three times slower, measured. Of rows one behind the other, for which nobody waits for memory, two rows at a
 * time are enough.
 * Why nothing is in helper methods: see SimdFloat32Kernels.
 */
/** Code kernels with the Vector API. Loading it needs {@code jdk.incubator.vector}. */
final class SimdCodeKernels implements CodeKernels {

  static final int BITS = SimdLanes.SPECIES.vectorBitSize();
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorShape.forBitSize(BITS));
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(BITS));
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(BITS / 2));
  static final int LANES = SHORTS.length();

  /** From so many components on, adding them in pairs pays. */
  static final int LEAST_LONG = 4 * LANES;

  private static final VectorSpecies<Float> FLOATS = SimdLanes.SPECIES;
  private static final VectorSpecies<Short> HALF_SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(BITS / 2));

  @Override
  public int dot(short[] query, MemorySegment rows, long offset) {
    IntVector sum = IntVector.zero(INTS);
    for (int i = 0; i < query.length; i += LANES) {
      ShortVector row =
          (ShortVector)
              ByteVector.fromMemorySegment(BYTES, rows, offset + i, LITTLE_ENDIAN)
                  .convertShape(B2S, SHORTS, 0);
      IntVector products = row.mul(ShortVector.fromArray(SHORTS, query, i)).reinterpretAsInts();
      sum =
          sum.add(products.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(products.lanewise(ASHR, 16));
    }
    return sum.reduceLanes(ADD);
  }

  @Override
  public void dot4(short[] query, MemorySegment rows, long a, long b, long c, long d, int[] sums) {
    IntVector sumA = IntVector.zero(INTS);
    IntVector sumB = sumA;
    IntVector sumC = sumA;
    IntVector sumD = sumA;
    for (int i = 0; i < query.length; i += LANES) {
      ShortVector q = ShortVector.fromArray(SHORTS, query, i);
      IntVector toA =
          ((ShortVector)
                  ByteVector.fromMemorySegment(BYTES, rows, a + i, LITTLE_ENDIAN)
                      .convertShape(B2S, SHORTS, 0))
              .mul(q)
              .reinterpretAsInts();
      sumA = sumA.add(toA.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(toA.lanewise(ASHR, 16));
      IntVector toB =
          ((ShortVector)
                  ByteVector.fromMemorySegment(BYTES, rows, b + i, LITTLE_ENDIAN)
                      .convertShape(B2S, SHORTS, 0))
              .mul(q)
              .reinterpretAsInts();
      sumB = sumB.add(toB.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(toB.lanewise(ASHR, 16));
      IntVector toC =
          ((ShortVector)
                  ByteVector.fromMemorySegment(BYTES, rows, c + i, LITTLE_ENDIAN)
                      .convertShape(B2S, SHORTS, 0))
              .mul(q)
              .reinterpretAsInts();
      sumC = sumC.add(toC.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(toC.lanewise(ASHR, 16));
      IntVector toD =
          ((ShortVector)
                  ByteVector.fromMemorySegment(BYTES, rows, d + i, LITTLE_ENDIAN)
                      .convertShape(B2S, SHORTS, 0))
              .mul(q)
              .reinterpretAsInts();
      sumD = sumD.add(toD.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(toD.lanewise(ASHR, 16));
    }
    sums[0] = sumA.reduceLanes(ADD);
    sums[1] = sumB.reduceLanes(ADD);
    sums[2] = sumC.reduceLanes(ADD);
    sums[3] = sumD.reduceLanes(ADD);
  }

  @Override
  public int dot(short[] query, byte[] rows, int offset) {
    IntVector sum = IntVector.zero(INTS);
    for (int i = 0; i < query.length; i += LANES) {
      ShortVector row =
          (ShortVector) ByteVector.fromArray(BYTES, rows, offset + i).convertShape(B2S, SHORTS, 0);
      IntVector products = row.mul(ShortVector.fromArray(SHORTS, query, i)).reinterpretAsInts();
      sum =
          sum.add(products.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(products.lanewise(ASHR, 16));
    }
    return sum.reduceLanes(ADD);
  }

  @Override
  public void dot4(short[] query, byte[] rows, int a, int b, int c, int d, long[] halves) {
    if (query.length < LEAST_LONG) {
      dot4Short(query, rows, a, b, c, d, halves, 0);
    } else {
      dot4Long(query, rows, a, b, c, d, halves, 0);
    }
  }

  @Override
  public int excess(int length) {
    return excessOf(length);
  }

  /** As {@link #excess}: each half of each lane is 32,768 too large in each step of long codes. */
  static int excessOf(int length) {
    int steps = length < LEAST_LONG ? 0 : (length + 2 * LANES - 1) / (2 * LANES);
    return (INTS.length() * steps) << 16;
  }

  /** Adds product by product; writes four sums, in halves, from {@code halves[to]} on. */
  static void dot4Short(
      short[] query, byte[] rows, int a, int b, int c, int d, long[] halves, int to) {
    IntVector sumA = IntVector.zero(INTS);
    IntVector sumB = sumA;
    IntVector sumC = sumA;
    IntVector sumD = sumA;
    for (int i = 0; i < query.length; i += LANES) {
      ShortVector q = ShortVector.fromArray(SHORTS, query, i);
      IntVector toA =
          ((ShortVector) ByteVector.fromArray(BYTES, rows, a + i).convertShape(B2S, SHORTS, 0))
              .mul(q)
              .reinterpretAsInts();
      sumA = sumA.add(toA.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(toA.lanewise(ASHR, 16));
      IntVector toB =
          ((ShortVector) ByteVector.fromArray(BYTES, rows, b + i).convertShape(B2S, SHORTS, 0))
              .mul(q)
              .reinterpretAsInts();
      sumB = sumB.add(toB.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(toB.lanewise(ASHR, 16));
      IntVector toC =
          ((ShortVector) ByteVector.fromArray(BYTES, rows, c + i).convertShape(B2S, SHORTS, 0))
              .mul(q)
              .reinterpretAsInts();
      sumC = sumC.add(toC.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(toC.lanewise(ASHR, 16));
      IntVector toD =
          ((ShortVector) ByteVector.fromArray(BYTES, rows, d + i).convertShape(B2S, SHORTS, 0))
              .mul(q)
              .reinterpretAsInts();
      sumD = sumD.add(toD.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(toD.lanewise(ASHR, 16));
    }
    halves[to] = Integer.toUnsignedLong(sumA.reduceLanes(ADD));
    halves[to + 1] = Integer.toUnsignedLong(sumB.reduceLanes(ADD));
    halves[to + 2] = Integer.toUnsignedLong(sumC.reduceLanes(ADD));
    halves[to + 3] = Integer.toUnsignedLong(sumD.reduceLanes(ADD));
  }

  /**
   * As {@link #dot4Short}, but adds two products at a time; of an odd number of blocks the last one
   * twice, once by zero.
   */
  static void dot4Long(
      short[] query, byte[] rows, int a, int b, int c, int d, long[] halves, int to) {
    IntVector sumA = IntVector.zero(INTS);
    IntVector sumB = sumA;
    IntVector sumC = sumA;
    IntVector sumD = sumA;
    IntVector highA = sumA;
    IntVector highB = sumA;
    IntVector highC = sumA;
    IntVector highD = sumA;
    int last = query.length - LANES;
    for (int i = 0; i < query.length; i += 2 * LANES) {
      int j = Math.min(i + LANES, last);
      ShortVector q = ShortVector.fromArray(SHORTS, query, i);
      ShortVector r = ShortVector.fromArray(SHORTS, query, j).mul((short) (j == i ? 0 : 1));
      IntVector toA =
          ((ShortVector) ByteVector.fromArray(BYTES, rows, a + i).convertShape(B2S, SHORTS, 0))
              .mul(q)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(BYTES, rows, a + j).convertShape(B2S, SHORTS, 0))
                      .mul(r))
              .lanewise(XOR, Short.MIN_VALUE)
              .reinterpretAsInts();
      sumA = sumA.add(toA);
      highA = highA.add(toA.lanewise(LSHR, 16));
      IntVector toB =
          ((ShortVector) ByteVector.fromArray(BYTES, rows, b + i).convertShape(B2S, SHORTS, 0))
              .mul(q)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(BYTES, rows, b + j).convertShape(B2S, SHORTS, 0))
                      .mul(r))
              .lanewise(XOR, Short.MIN_VALUE)
              .reinterpretAsInts();
      sumB = sumB.add(toB);
      highB = highB.add(toB.lanewise(LSHR, 16));
      IntVector toC =
          ((ShortVector) ByteVector.fromArray(BYTES, rows, c + i).convertShape(B2S, SHORTS, 0))
              .mul(q)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(BYTES, rows, c + j).convertShape(B2S, SHORTS, 0))
                      .mul(r))
              .lanewise(XOR, Short.MIN_VALUE)
              .reinterpretAsInts();
      sumC = sumC.add(toC);
      highC = highC.add(toC.lanewise(LSHR, 16));
      IntVector toD =
          ((ShortVector) ByteVector.fromArray(BYTES, rows, d + i).convertShape(B2S, SHORTS, 0))
              .mul(q)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(BYTES, rows, d + j).convertShape(B2S, SHORTS, 0))
                      .mul(r))
              .lanewise(XOR, Short.MIN_VALUE)
              .reinterpretAsInts();
      sumD = sumD.add(toD);
      highD = highD.add(toD.lanewise(LSHR, 16));
    }
    halves[to] =
        sumA.sub(highA.lanewise(LSHL, 16)).add(highA).reinterpretAsLongs().reduceLanes(ADD);
    halves[to + 1] =
        sumB.sub(highB.lanewise(LSHL, 16)).add(highB).reinterpretAsLongs().reduceLanes(ADD);
    halves[to + 2] =
        sumC.sub(highC.lanewise(LSHL, 16)).add(highC).reinterpretAsLongs().reduceLanes(ADD);
    halves[to + 3] =
        sumD.sub(highD.lanewise(LSHL, 16)).add(highD).reinterpretAsLongs().reduceLanes(ADD);
  }

  @Override
  public long distances(
      short[] query,
      float scale,
      float bias,
      byte[] rows,
      int stride,
      int[] ordinals,
      int count,
      float bound,
      CodeRoom room,
      float[] distances) {
    return SimdCodeLists.distances(
        query, scale, bias, rows, stride, ordinals, count, bound, room, distances);
  }

  @Override
  public void dotRun(short[] query, byte[] rows, int offset, int stride, int count, int[] sums) {
    int i = 0;
    if (query.length % (2 * LANES) == 0) {
      for (; i + 2 <= count; i += 2) {
        int at = offset + i * stride;
        dot2(query, rows, at, at + stride, sums, i);
      }
    }
    for (; i < count; i++) {
      sums[i] = dot(query, rows, offset + i * stride);
    }
  }

  private static void dot2(short[] query, byte[] rows, int a, int b, int[] sums, int to) {
    IntVector sumA = IntVector.zero(INTS);
    IntVector sumB = sumA;
    for (int i = 0; i < query.length; i += 2 * LANES) {
      ShortVector first = ShortVector.fromArray(SHORTS, query, i);
      ShortVector second = ShortVector.fromArray(SHORTS, query, i + LANES);
      IntVector toA =
          ((ShortVector) ByteVector.fromArray(BYTES, rows, a + i).convertShape(B2S, SHORTS, 0))
              .mul(first)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(BYTES, rows, a + i + LANES)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(second))
              .reinterpretAsInts();
      sumA = sumA.add(toA.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(toA.lanewise(ASHR, 16));
      IntVector toB =
          ((ShortVector) ByteVector.fromArray(BYTES, rows, b + i).convertShape(B2S, SHORTS, 0))
              .mul(first)
              .add(
                  ((ShortVector)
                          ByteVector.fromArray(BYTES, rows, b + i + LANES)
                              .convertShape(B2S, SHORTS, 0))
                      .mul(second))
              .reinterpretAsInts();
      sumB = sumB.add(toB.lanewise(LSHL, 16).lanewise(ASHR, 16)).add(toB.lanewise(ASHR, 16));
    }
    sums[to] = sumA.reduceLanes(ADD);
    sums[to + 1] = sumB.reduceLanes(ADD);
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
        largest.reduceLanes(MAX), ScalarCodeKernels.subtract(vector, length, center, end, rest));
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
      ((ShortVector) rounded.convertShape(I2S, HALF_SHORTS, 0)).intoArray(components, i);
      squares = squares.add(rounded.mul(rounded));
    }
    return squares.reduceLanes(ADD) + ScalarCodeKernels.round(rest, steps, end, components);
  }

  @Override
  public void load(MemorySegment rows, long offset, short[] target) {
    for (int i = 0; i < target.length; i += LANES) {
      ShortVector row =
          (ShortVector)
              ByteVector.fromMemorySegment(BYTES, rows, offset + i, LITTLE_ENDIAN)
                  .convertShape(B2S, SHORTS, 0);
      row.intoArray(target, i);
    }
  }
}
