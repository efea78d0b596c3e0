package dev.pilum.hnsw;

import static dev.pilum.hnsw.SimdLanes.LANES;
import static dev.pilum.hnsw.SimdLanes.SPECIES;
import static dev.pilum.storage.schema.DataType.Vector.Element.INT8;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels over int8 rows with the Vector API; components are widened to float32, as the query need
 * not be whole.
 */
final class SimdInt8Kernels implements VectorKernels {

  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SPECIES.vectorBitSize() / 4));

  @Override
  public float dot(float[] query, MemorySegment rows, long offset, int dimension) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      sum = query(query, i).fma(row(rows, offset, i), sum);
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
      FloatVector q = query(query, i);
      sumA = q.fma(row(rows, a, i), sumA);
      sumB = q.fma(row(rows, b, i), sumB);
      sumC = q.fma(row(rows, c, i), sumC);
      sumD = q.fma(row(rows, d, i), sumD);
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
      FloatVector difference = query(query, i).sub(row(rows, offset, i));
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
      FloatVector q = query(query, i);
      FloatVector toA = q.sub(row(rows, a, i));
      FloatVector toB = q.sub(row(rows, b, i));
      FloatVector toC = q.sub(row(rows, c, i));
      FloatVector toD = q.sub(row(rows, d, i));
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
      FloatVector row = row(rows, offset, i);
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
      row(rows, offset, i).intoArray(target, i);
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
      FloatVector row = row(rows, offset, i);
      sum = query(query, i).fma(row, sum);
      norm = row.fma(row, norm);
    }
    sums[r] = SimdLanes.sum(sum) + ScalarKernels.dot(INT8, query, rows, offset, i, dimension);
    squaredNorms[r] =
        SimdLanes.sum(norm) + ScalarKernels.squaredNorm(INT8, rows, offset, i, dimension);
  }

  private static FloatVector query(float[] query, int i) {
    return FloatVector.fromArray(SPECIES, query, i);
  }

  private static FloatVector row(MemorySegment rows, long offset, int i) {
    return (FloatVector)
        ByteVector.fromMemorySegment(BYTES, rows, offset + i, ByteOrder.LITTLE_ENDIAN)
            .convertShape(VectorOperators.B2F, SPECIES, 0);
  }
}
