package dev.pilum.hnsw;

import static dev.pilum.hnsw.SimdLanes.LANES;
import static dev.pilum.hnsw.SimdLanes.SPECIES;
import static dev.pilum.storage.schema.DataType.Vector.Element.FLOAT32;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/*
 * One accumulator per row: four rows at once are four independent chains, which hides most of the FMA's latency, and one
 * row alone must add in the same order to give the same bits. Two accumulators per row, or a masked load for the last
 * components, inline so much code that C2 gives up (NodeCountInliningCutoff) and boxes every vector: ten times slower.
 *
 * Vectors are loaded here, and loaded and folded in SimdFloat32Runs and SimdFloat32EvenRuns, and not by helper methods: where C2 compiles a caller before it has a profile of the kernel, as it
 * does when searches have just come over from the plain kernels, it inlines no method of ours into it ("low call site
 * frequency"), for good, and boxes what such a method returns. The JDK's own are inlined always.
 */
/** Kernels over float32 rows with the Vector API. */
final class SimdFloat32Kernels implements SimdVectorKernels {

  @Override
  public float dot(float[] query, MemorySegment rows, long offset, int dimension) {
    FloatVector sum = FloatVector.zero(SPECIES);
    int i = 0;
    for (int end = SPECIES.loopBound(dimension); i < end; i += LANES) {
      sum =
          FloatVector.fromArray(SPECIES, query, i)
              .fma(
                  FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * i, LITTLE_ENDIAN),
                  sum);
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
      FloatVector q = FloatVector.fromArray(SPECIES, query, i);
      sumA = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, a + 4L * i, LITTLE_ENDIAN), sumA);
      sumB = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, b + 4L * i, LITTLE_ENDIAN), sumB);
      sumC = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, c + 4L * i, LITTLE_ENDIAN), sumC);
      sumD = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, d + 4L * i, LITTLE_ENDIAN), sumD);
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
      FloatVector difference =
          FloatVector.fromArray(SPECIES, query, i)
              .sub(FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * i, LITTLE_ENDIAN));
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
      FloatVector row =
          FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * i, LITTLE_ENDIAN);
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
      float[] sums,
      float[] scratch) {
    if (dimension < LANES) {
      SimdVectorKernels.super.dots(query, rows, offset, rowBytes, count, dimension, sums, scratch);
    } else if (SimdFloat32EvenRuns.fit(dimension)) {
      SimdFloat32EvenRuns.dots(query, rows, offset, rowBytes, count, dimension, sums);
    } else {
      SimdFloat32Runs.dots(query, rows, offset, rowBytes, count, dimension, sums, scratch);
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
      float[] squaredNorms,
      float[] scratch) {
    if (dimension < LANES) {
      SimdVectorKernels.super.dotsAndNorms(
          query, rows, offset, rowBytes, count, dimension, sums, squaredNorms, scratch);
    } else if (SimdFloat32EvenRuns.fit(dimension)) {
      SimdFloat32EvenRuns.dotsAndNorms(
          query, rows, offset, rowBytes, count, dimension, sums, squaredNorms);
    } else {
      SimdFloat32Runs.dotsAndNorms(
          query, rows, offset, rowBytes, count, dimension, sums, squaredNorms, scratch);
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
      float[] sums,
      float[] scratch) {
    if (dimension < LANES) {
      SimdVectorKernels.super.squaredL2s(
          query, rows, offset, rowBytes, count, dimension, sums, scratch);
    } else if (SimdFloat32EvenRuns.fit(dimension)) {
      SimdFloat32EvenRuns.squaredL2s(query, rows, offset, rowBytes, count, dimension, sums);
    } else {
      SimdFloat32Runs.squaredL2s(query, rows, offset, rowBytes, count, dimension, sums, scratch);
    }
  }

  @Override
  public void load(MemorySegment rows, long offset, int dimension, float[] target) {
    MemorySegment.copy(rows, ScalarKernels.FLOAT, offset, target, 0, dimension);
  }
}
