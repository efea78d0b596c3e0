package dev.pilum.hnsw;

import static dev.pilum.hnsw.SimdLanes.LANES;
import static dev.pilum.hnsw.SimdLanes.SPECIES;
import static dev.pilum.storage.schema.DataType.Vector.Element.FLOAT32;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;

/*
 * One accumulator per row: four rows at once are four independent chains, which hides most of the FMA's latency, and one
 * row alone must add in the same order to give the same bits. Two accumulators per row, or a masked load for the last
 * components, inline so much code that C2 gives up (NodeCountInliningCutoff) and boxes every vector: ten times slower.
 */
/** Kernels over float32 rows with the Vector API. */
final class SimdFloat32Kernels implements VectorKernels {

  @Override
  public float dot(float[] query, MemorySegment rows, long offset, int dimension) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      sum = query(query, i).fma(row(rows, offset, i), sum);
    }
    return SimdLanes.sum(sum) + ScalarKernels.dot(FLOAT32, query, rows, offset, i, dimension);
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
      sums[0] += ScalarKernels.dot(FLOAT32, query, rows, a, i, dimension);
      sums[1] += ScalarKernels.dot(FLOAT32, query, rows, b, i, dimension);
      sums[2] += ScalarKernels.dot(FLOAT32, query, rows, c, i, dimension);
      sums[3] += ScalarKernels.dot(FLOAT32, query, rows, d, i, dimension);
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
    return SimdLanes.sum(sum) + ScalarKernels.squaredL2(FLOAT32, query, rows, offset, i, dimension);
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
      sums[0] += ScalarKernels.squaredL2(FLOAT32, query, rows, a, i, dimension);
      sums[1] += ScalarKernels.squaredL2(FLOAT32, query, rows, b, i, dimension);
      sums[2] += ScalarKernels.squaredL2(FLOAT32, query, rows, c, i, dimension);
      sums[3] += ScalarKernels.squaredL2(FLOAT32, query, rows, d, i, dimension);
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
    return SimdLanes.sum(sum) + ScalarKernels.squaredNorm(FLOAT32, rows, offset, i, dimension);
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
    long touched = 0;
    for (int r = 0; r < count; r++) {
      long at = offset + r * rowBytes;
      long ahead = ReadAhead.place(rows, at, rowBytes);
      FloatVector sum = FloatVector.zero(SPECIES);
      int i = 0;
      for (int end = dimension - 2 * LANES; i <= end; i += 2 * LANES) {
        touched += ReadAhead.touch(rows, ahead + ((long) i << 2));
        sum = query(query, i).fma(row(rows, at, i), sum);
        sum = query(query, i + LANES).fma(row(rows, at, i + LANES), sum);
      }
      if (i <= dimension - LANES) {
        sum = query(query, i).fma(row(rows, at, i), sum);
        i += LANES;
      }
      sums[r] = SimdLanes.sum(sum) + ScalarKernels.dot(FLOAT32, query, rows, at, i, dimension);
    }
    ReadAhead.keep(touched);
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
    long touched = 0;
    for (int r = 0; r < count; r++) {
      long at = offset + r * rowBytes;
      long ahead = ReadAhead.place(rows, at, rowBytes);
      FloatVector sum = FloatVector.zero(SPECIES);
      FloatVector norm = sum;
      int i = 0;
      for (int end = dimension - 2 * LANES; i <= end; i += 2 * LANES) {
        touched += ReadAhead.touch(rows, ahead + ((long) i << 2));
        FloatVector row = row(rows, at, i);
        sum = query(query, i).fma(row, sum);
        norm = row.fma(row, norm);
        FloatVector next = row(rows, at, i + LANES);
        sum = query(query, i + LANES).fma(next, sum);
        norm = next.fma(next, norm);
      }
      if (i <= dimension - LANES) {
        FloatVector row = row(rows, at, i);
        sum = query(query, i).fma(row, sum);
        norm = row.fma(row, norm);
        i += LANES;
      }
      sums[r] = SimdLanes.sum(sum) + ScalarKernels.dot(FLOAT32, query, rows, at, i, dimension);
      squaredNorms[r] =
          SimdLanes.sum(norm) + ScalarKernels.squaredNorm(FLOAT32, rows, at, i, dimension);
    }
    ReadAhead.keep(touched);
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
    long touched = 0;
    for (int r = 0; r < count; r++) {
      long at = offset + r * rowBytes;
      long ahead = ReadAhead.place(rows, at, rowBytes);
      FloatVector sum = FloatVector.zero(SPECIES);
      int i = 0;
      for (int end = dimension - 2 * LANES; i <= end; i += 2 * LANES) {
        touched += ReadAhead.touch(rows, ahead + ((long) i << 2));
        FloatVector difference = query(query, i).sub(row(rows, at, i));
        sum = difference.fma(difference, sum);
        FloatVector next = query(query, i + LANES).sub(row(rows, at, i + LANES));
        sum = next.fma(next, sum);
      }
      if (i <= dimension - LANES) {
        FloatVector difference = query(query, i).sub(row(rows, at, i));
        sum = difference.fma(difference, sum);
        i += LANES;
      }
      sums[r] =
          SimdLanes.sum(sum) + ScalarKernels.squaredL2(FLOAT32, query, rows, at, i, dimension);
    }
    ReadAhead.keep(touched);
  }

  @Override
  public void load(MemorySegment rows, long offset, int dimension, float[] target) {
    MemorySegment.copy(rows, ScalarKernels.FLOAT, offset, target, 0, dimension);
  }

  private static FloatVector query(float[] query, int i) {
    return FloatVector.fromArray(SPECIES, query, i);
  }

  private static FloatVector row(MemorySegment rows, long offset, int i) {
    return FloatVector.fromMemorySegment(
        SPECIES, rows, offset + ((long) i << 2), ByteOrder.LITTLE_ENDIAN);
  }
}
