package dev.pilum.hnsw;

import static dev.pilum.hnsw.SimdLanes.LANES;
import static dev.pilum.hnsw.SimdLanes.SPECIES;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/*
 * One accumulator per row: four rows at once are four independent chains, which hides most of the FMA's latency, and one
 * row alone must add in the same order to give the same bits. Two accumulators per row, or masked loads, inline so much code
 * that C2 gives up (NodeCountInliningCutoff) and boxes every vector: ten times slower. Rows that do not end where a vector
 * does therefore have kernels of their own, SimdFloat32Uneven.
 *
 * Vectors are loaded here, and in SimdFloat32Uneven, and loaded and folded in SimdFloat32Runs and SimdFloat32EvenRuns, and not by helper methods: where C2 compiles a caller before it has a profile of the kernel, as it
 * does when searches have just come over from the plain kernels, it inlines no method of ours into it ("low call site
 * frequency"), for good, and boxes what such a method returns. The JDK's own are inlined always.
 */
/** Kernels over float32 rows with the Vector API. */
final class SimdFloat32Kernels implements SimdVectorKernels {

  @Override
  public float dot(float[] query, MemorySegment rows, long offset, int dimension) {
    if (dimension % LANES != 0) {
      return SimdFloat32Uneven.dot(query, rows, offset, dimension);
    }
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < dimension; i += LANES) {
      sum =
          FloatVector.fromArray(SPECIES, query, i)
              .fma(
                  FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * i, LITTLE_ENDIAN),
                  sum);
    }
    return SimdLanes.sum(sum);
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
    if (dimension < LANES) {
      SimdVectorKernels.super.dot4(query, rows, a, b, c, d, dimension, sums);
      return;
    }
    if (dimension % LANES != 0) {
      SimdFloat32Uneven.dot4(query, rows, a, b, c, d, dimension, sums);
      return;
    }
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    for (int i = 0; i < dimension; i += LANES) {
      FloatVector q = FloatVector.fromArray(SPECIES, query, i);
      sumA = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, a + 4L * i, LITTLE_ENDIAN), sumA);
      sumB = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, b + 4L * i, LITTLE_ENDIAN), sumB);
      sumC = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, c + 4L * i, LITTLE_ENDIAN), sumC);
      sumD = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, d + 4L * i, LITTLE_ENDIAN), sumD);
    }
    SimdLanes.sum4(sumA, sumB, sumC, sumD, sums);
  }

  @Override
  public float squaredL2(float[] query, MemorySegment rows, long offset, int dimension) {
    if (dimension % LANES != 0) {
      return SimdFloat32Uneven.squaredL2(query, rows, offset, dimension);
    }
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < dimension; i += LANES) {
      FloatVector difference =
          FloatVector.fromArray(SPECIES, query, i)
              .sub(FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * i, LITTLE_ENDIAN));
      sum = difference.fma(difference, sum);
    }
    return SimdLanes.sum(sum);
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
    if (dimension < LANES) {
      SimdVectorKernels.super.squaredL2Of4(query, rows, a, b, c, d, dimension, sums);
      return;
    }
    if (dimension % LANES != 0) {
      SimdFloat32Uneven.squaredL2Of4(query, rows, a, b, c, d, dimension, sums);
      return;
    }
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    for (int i = 0; i < dimension; i += LANES) {
      FloatVector q = FloatVector.fromArray(SPECIES, query, i);
      FloatVector toA =
          q.sub(FloatVector.fromMemorySegment(SPECIES, rows, a + 4L * i, LITTLE_ENDIAN));
      FloatVector toB =
          q.sub(FloatVector.fromMemorySegment(SPECIES, rows, b + 4L * i, LITTLE_ENDIAN));
      FloatVector toC =
          q.sub(FloatVector.fromMemorySegment(SPECIES, rows, c + 4L * i, LITTLE_ENDIAN));
      FloatVector toD =
          q.sub(FloatVector.fromMemorySegment(SPECIES, rows, d + 4L * i, LITTLE_ENDIAN));
      sumA = toA.fma(toA, sumA);
      sumB = toB.fma(toB, sumB);
      sumC = toC.fma(toC, sumC);
      sumD = toD.fma(toD, sumD);
    }
    SimdLanes.sum4(sumA, sumB, sumC, sumD, sums);
  }

  @Override
  public float squaredNorm(MemorySegment rows, long offset, int dimension) {
    if (dimension % LANES != 0) {
      return SimdFloat32Uneven.squaredNorm(rows, offset, dimension);
    }
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < dimension; i += LANES) {
      FloatVector row =
          FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * i, LITTLE_ENDIAN);
      sum = row.fma(row, sum);
    }
    return SimdLanes.sum(sum);
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
    if (dimension < LANES) {
      SimdVectorKernels.super.dots(query, rows, offset, rowBytes, count, dimension, sums);
    } else if (SimdFloat32EvenRuns.fit(dimension)) {
      SimdFloat32EvenRuns.dots(query, rows, offset, rowBytes, count, dimension, sums);
    } else {
      SimdFloat32Runs.dots(query, rows, offset, rowBytes, count, dimension, sums);
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
    if (dimension < LANES) {
      SimdVectorKernels.super.dotsAndNorms(
          query, rows, offset, rowBytes, count, dimension, sums, squaredNorms);
    } else if (SimdFloat32EvenRuns.fit(dimension)) {
      SimdFloat32EvenRuns.dotsAndNorms(
          query, rows, offset, rowBytes, count, dimension, sums, squaredNorms);
    } else {
      SimdFloat32Runs.dotsAndNorms(
          query, rows, offset, rowBytes, count, dimension, sums, squaredNorms);
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
    if (dimension < LANES) {
      SimdVectorKernels.super.squaredL2s(query, rows, offset, rowBytes, count, dimension, sums);
    } else if (SimdFloat32EvenRuns.fit(dimension)) {
      SimdFloat32EvenRuns.squaredL2s(query, rows, offset, rowBytes, count, dimension, sums);
    } else {
      SimdFloat32Runs.squaredL2s(query, rows, offset, rowBytes, count, dimension, sums);
    }
  }

  @Override
  public void load(MemorySegment rows, long offset, int dimension, float[] target) {
    MemorySegment.copy(rows, ScalarKernels.FLOAT, offset, target, 0, dimension);
  }
}
