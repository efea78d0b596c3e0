package dev.pilum.hnsw;

import static dev.pilum.hnsw.SimdLanes.LANES;
import static dev.pilum.hnsw.SimdLanes.SPECIES;
import static dev.pilum.storage.schema.DataType.Vector.Element.INT8;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.B2F;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels over int8 rows with the Vector API; components are widened to float32, as the query need
 * not be whole.
 */
final class SimdInt8Kernels implements SimdVectorKernels {

  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 4));

  @Override
  public float dot(float[] query, MemorySegment rows, long offset, int dimension) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      sum =
          FloatVector.fromArray(SPECIES, query, i)
              .fma(
                  ((FloatVector)
                      ByteVector.fromMemorySegment(BYTES, rows, offset + i, LITTLE_ENDIAN)
                          .convertShape(B2F, SPECIES, 0)),
                  sum);
    }
    return SimdLanes.sum(sum) + ScalarKernels.dot(INT8, query, rows, offset, i, dimension);
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
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      FloatVector q = FloatVector.fromArray(SPECIES, query, i);
      sumA =
          q.fma(
              ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, rows, a + i, LITTLE_ENDIAN)
                      .convertShape(B2F, SPECIES, 0)),
              sumA);
      sumB =
          q.fma(
              ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, rows, b + i, LITTLE_ENDIAN)
                      .convertShape(B2F, SPECIES, 0)),
              sumB);
      sumC =
          q.fma(
              ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, rows, c + i, LITTLE_ENDIAN)
                      .convertShape(B2F, SPECIES, 0)),
              sumC);
      sumD =
          q.fma(
              ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, rows, d + i, LITTLE_ENDIAN)
                      .convertShape(B2F, SPECIES, 0)),
              sumD);
    }
    SimdLanes.sum4(sumA, sumB, sumC, sumD, sums);
    if (i < dimension) {
      sums[0] += ScalarKernels.dot(INT8, query, rows, a, i, dimension);
      sums[1] += ScalarKernels.dot(INT8, query, rows, b, i, dimension);
      sums[2] += ScalarKernels.dot(INT8, query, rows, c, i, dimension);
      sums[3] += ScalarKernels.dot(INT8, query, rows, d, i, dimension);
    }
  }

  @Override
  public float squaredL2(float[] query, MemorySegment rows, long offset, int dimension) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      FloatVector difference =
          FloatVector.fromArray(SPECIES, query, i)
              .sub(
                  ((FloatVector)
                      ByteVector.fromMemorySegment(BYTES, rows, offset + i, LITTLE_ENDIAN)
                          .convertShape(B2F, SPECIES, 0)));
      sum = difference.fma(difference, sum);
    }
    return SimdLanes.sum(sum) + ScalarKernels.squaredL2(INT8, query, rows, offset, i, dimension);
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
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      FloatVector q = FloatVector.fromArray(SPECIES, query, i);
      FloatVector toA =
          q.sub(
              ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, rows, a + i, LITTLE_ENDIAN)
                      .convertShape(B2F, SPECIES, 0)));
      FloatVector toB =
          q.sub(
              ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, rows, b + i, LITTLE_ENDIAN)
                      .convertShape(B2F, SPECIES, 0)));
      FloatVector toC =
          q.sub(
              ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, rows, c + i, LITTLE_ENDIAN)
                      .convertShape(B2F, SPECIES, 0)));
      FloatVector toD =
          q.sub(
              ((FloatVector)
                  ByteVector.fromMemorySegment(BYTES, rows, d + i, LITTLE_ENDIAN)
                      .convertShape(B2F, SPECIES, 0)));
      sumA = toA.fma(toA, sumA);
      sumB = toB.fma(toB, sumB);
      sumC = toC.fma(toC, sumC);
      sumD = toD.fma(toD, sumD);
    }
    SimdLanes.sum4(sumA, sumB, sumC, sumD, sums);
    if (i < dimension) {
      sums[0] += ScalarKernels.squaredL2(INT8, query, rows, a, i, dimension);
      sums[1] += ScalarKernels.squaredL2(INT8, query, rows, b, i, dimension);
      sums[2] += ScalarKernels.squaredL2(INT8, query, rows, c, i, dimension);
      sums[3] += ScalarKernels.squaredL2(INT8, query, rows, d, i, dimension);
    }
  }

  @Override
  public float squaredNorm(MemorySegment rows, long offset, int dimension) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      FloatVector row =
          ((FloatVector)
              ByteVector.fromMemorySegment(BYTES, rows, offset + i, LITTLE_ENDIAN)
                  .convertShape(B2F, SPECIES, 0));
      sum = row.fma(row, sum);
    }
    return SimdLanes.sum(sum) + ScalarKernels.squaredNorm(INT8, rows, offset, i, dimension);
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
      ((FloatVector)
              ByteVector.fromMemorySegment(BYTES, rows, offset + i, LITTLE_ENDIAN)
                  .convertShape(B2F, SPECIES, 0))
          .intoArray(target, i);
    }
    ScalarKernels.load(INT8, rows, offset, i, dimension, target);
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
          ((FloatVector)
              ByteVector.fromMemorySegment(BYTES, rows, offset + i, LITTLE_ENDIAN)
                  .convertShape(B2F, SPECIES, 0));
      sum = FloatVector.fromArray(SPECIES, query, i).fma(row, sum);
      norm = row.fma(row, norm);
    }
    sums[r] = SimdLanes.sum(sum) + ScalarKernels.dot(INT8, query, rows, offset, i, dimension);
    squaredNorms[r] =
        SimdLanes.sum(norm) + ScalarKernels.squaredNorm(INT8, rows, offset, i, dimension);
  }
}
