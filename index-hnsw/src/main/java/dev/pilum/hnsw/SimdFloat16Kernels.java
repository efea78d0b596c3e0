package dev.pilum.hnsw;

import static dev.pilum.hnsw.SimdLanes.LANES;
import static dev.pilum.hnsw.SimdLanes.SPECIES;
import static dev.pilum.storage.schema.DataType.Vector.Element.FLOAT16;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.S2I;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/*
 * The Vector API of JDK 25 has no float16. Moving the 15 bits of exponent and fraction to where float32 keeps them gives
 * the value times 2^-112 (the biases are 15 and 127), subnormals included; one multiplication puts that right. Infinities
 * and NaN would come out finite, but vectors with such components are refused before they are stored.
 *
 * Rows go two by two: with four, the widening inlines past C2's limit and every vector is boxed, at four times the cost.
 */
/** Kernels over float16 rows with the Vector API; components are widened to float32 on the fly. */
final class SimdFloat16Kernels implements SimdVectorKernels {

  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 2));
  private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class).check(int.class);

  /** Sign, exponent and fraction of a float16 that was sign-extended and moved left by 13 bits. */
  private static final int FLOAT16_BITS = 0x8FFFE000;

  @Override
  public float dot(float[] query, MemorySegment rows, long offset, int dimension) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      sum =
          FloatVector.fromArray(SPECIES, query, i)
              .fma(
                  ((IntVector)
                          ShortVector.fromMemorySegment(
                                  SHORTS, rows, offset + 2L * i, LITTLE_ENDIAN)
                              .convertShape(S2I, INTS, 0))
                      .lanewise(LSHL, 13)
                      .and(FLOAT16_BITS)
                      .reinterpretAsFloats()
                      .mul(0x1p112f),
                  sum);
    }
    return SimdLanes.sum(sum) + ScalarKernels.dot(FLOAT16, query, rows, offset, i, dimension);
  }

  @Override
  public void dot4(
      float[] query,
      MemorySegment rows,
      long a,
      long b,
      long c,
      long d,
      int dimension,
      float[] sums) {
    dot2(query, rows, a, b, dimension, sums, 0);
    dot2(query, rows, c, d, dimension, sums, 2);
  }

  @Override
  public float squaredL2(float[] query, MemorySegment rows, long offset, int dimension) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      FloatVector difference =
          FloatVector.fromArray(SPECIES, query, i)
              .sub(
                  ((IntVector)
                          ShortVector.fromMemorySegment(
                                  SHORTS, rows, offset + 2L * i, LITTLE_ENDIAN)
                              .convertShape(S2I, INTS, 0))
                      .lanewise(LSHL, 13)
                      .and(FLOAT16_BITS)
                      .reinterpretAsFloats()
                      .mul(0x1p112f));
      sum = difference.fma(difference, sum);
    }
    return SimdLanes.sum(sum) + ScalarKernels.squaredL2(FLOAT16, query, rows, offset, i, dimension);
  }

  @Override
  public void squaredL2Of4(
      float[] query,
      MemorySegment rows,
      long a,
      long b,
      long c,
      long d,
      int dimension,
      float[] sums) {
    squaredL2Of2(query, rows, a, b, dimension, sums, 0);
    squaredL2Of2(query, rows, c, d, dimension, sums, 2);
  }

  @Override
  public float squaredNorm(MemorySegment rows, long offset, int dimension) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      FloatVector row =
          ((IntVector)
                  ShortVector.fromMemorySegment(SHORTS, rows, offset + 2L * i, LITTLE_ENDIAN)
                      .convertShape(S2I, INTS, 0))
              .lanewise(LSHL, 13)
              .and(FLOAT16_BITS)
              .reinterpretAsFloats()
              .mul(0x1p112f);
      sum = row.fma(row, sum);
    }
    return SimdLanes.sum(sum) + ScalarKernels.squaredNorm(FLOAT16, rows, offset, i, dimension);
  }

  @Override
  public void dots(
      float[] query,
      MemorySegment rows,
      long offset,
      long rowBytes,
      int count,
      int dimension,
      float[] sums) {
    for (int r = 0; r < count; r++) {
      sums[r] = dot(query, rows, offset + r * rowBytes, dimension);
    }
  }

  @Override
  public void dotsAndNorms(
      float[] query,
      MemorySegment rows,
      long offset,
      long rowBytes,
      int count,
      int dimension,
      float[] sums,
      float[] squaredNorms) {
    for (int r = 0; r < count; r++) {
      dotAndNorm(query, rows, offset + r * rowBytes, dimension, r, sums, squaredNorms);
    }
  }

  @Override
  public void squaredL2s(
      float[] query,
      MemorySegment rows,
      long offset,
      long rowBytes,
      int count,
      int dimension,
      float[] sums) {
    for (int r = 0; r < count; r++) {
      sums[r] = squaredL2(query, rows, offset + r * rowBytes, dimension);
    }
  }

  @Override
  public void load(MemorySegment rows, long offset, int dimension, float[] target) {
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      ((IntVector)
              ShortVector.fromMemorySegment(SHORTS, rows, offset + 2L * i, LITTLE_ENDIAN)
                  .convertShape(S2I, INTS, 0))
          .lanewise(LSHL, 13)
          .and(FLOAT16_BITS)
          .reinterpretAsFloats()
          .mul(0x1p112f)
          .intoArray(target, i);
    }
    ScalarKernels.load(FLOAT16, rows, offset, i, dimension, target);
  }

  private static void dot2(
      float[] query, MemorySegment rows, long a, long b, int dimension, float[] sums, int at) {
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      FloatVector q = FloatVector.fromArray(SPECIES, query, i);
      sumA =
          q.fma(
              ((IntVector)
                      ShortVector.fromMemorySegment(SHORTS, rows, a + 2L * i, LITTLE_ENDIAN)
                          .convertShape(S2I, INTS, 0))
                  .lanewise(LSHL, 13)
                  .and(FLOAT16_BITS)
                  .reinterpretAsFloats()
                  .mul(0x1p112f),
              sumA);
      sumB =
          q.fma(
              ((IntVector)
                      ShortVector.fromMemorySegment(SHORTS, rows, b + 2L * i, LITTLE_ENDIAN)
                          .convertShape(S2I, INTS, 0))
                  .lanewise(LSHL, 13)
                  .and(FLOAT16_BITS)
                  .reinterpretAsFloats()
                  .mul(0x1p112f),
              sumB);
    }
    sums[at] = SimdLanes.sum(sumA) + ScalarKernels.dot(FLOAT16, query, rows, a, i, dimension);
    sums[at + 1] = SimdLanes.sum(sumB) + ScalarKernels.dot(FLOAT16, query, rows, b, i, dimension);
  }

  private static void squaredL2Of2(
      float[] query, MemorySegment rows, long a, long b, int dimension, float[] sums, int at) {
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      FloatVector q = FloatVector.fromArray(SPECIES, query, i);
      FloatVector toA =
          q.sub(
              ((IntVector)
                      ShortVector.fromMemorySegment(SHORTS, rows, a + 2L * i, LITTLE_ENDIAN)
                          .convertShape(S2I, INTS, 0))
                  .lanewise(LSHL, 13)
                  .and(FLOAT16_BITS)
                  .reinterpretAsFloats()
                  .mul(0x1p112f));
      FloatVector toB =
          q.sub(
              ((IntVector)
                      ShortVector.fromMemorySegment(SHORTS, rows, b + 2L * i, LITTLE_ENDIAN)
                          .convertShape(S2I, INTS, 0))
                  .lanewise(LSHL, 13)
                  .and(FLOAT16_BITS)
                  .reinterpretAsFloats()
                  .mul(0x1p112f));
      sumA = toA.fma(toA, sumA);
      sumB = toB.fma(toB, sumB);
    }
    sums[at] = SimdLanes.sum(sumA) + ScalarKernels.squaredL2(FLOAT16, query, rows, a, i, dimension);
    sums[at + 1] =
        SimdLanes.sum(sumB) + ScalarKernels.squaredL2(FLOAT16, query, rows, b, i, dimension);
  }

  private static void dotAndNorm(
      float[] query,
      MemorySegment rows,
      long offset,
      int dimension,
      int r,
      float[] sums,
      float[] squaredNorms) {
    FloatVector sum = FloatVector.zero(SPECIES);
    FloatVector norm = sum;
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      FloatVector row =
          ((IntVector)
                  ShortVector.fromMemorySegment(SHORTS, rows, offset + 2L * i, LITTLE_ENDIAN)
                      .convertShape(S2I, INTS, 0))
              .lanewise(LSHL, 13)
              .and(FLOAT16_BITS)
              .reinterpretAsFloats()
              .mul(0x1p112f);
      sum = FloatVector.fromArray(SPECIES, query, i).fma(row, sum);
      norm = row.fma(row, norm);
    }
    sums[r] = SimdLanes.sum(sum) + ScalarKernels.dot(FLOAT16, query, rows, offset, i, dimension);
    squaredNorms[r] =
        SimdLanes.sum(norm) + ScalarKernels.squaredNorm(FLOAT16, rows, offset, i, dimension);
  }
}
