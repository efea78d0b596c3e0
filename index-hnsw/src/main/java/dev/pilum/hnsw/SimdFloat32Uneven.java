package dev.pilum.hnsw;

import static dev.pilum.hnsw.SimdLanes.LANES;
import static dev.pilum.hnsw.SimdLanes.PLACES;
import static dev.pilum.hnsw.SimdLanes.SPECIES;
import static dev.pilum.storage.schema.DataType.Vector.Element.FLOAT32;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/*
 * The last vector of such a row begins before the whole ones end. It goes first, into sums that are still zero: then the lanes whose
 * components come again in a whole one are just set to zero, and what they held, be it infinite or not a number, leaves no trace.
 * For four rows it is a round of its own of the same loop. Loads written a second time for it inline more code than C2 takes: it
 * boxes the sums of squaredL2Of4. See SimdFloat32Kernels for why nothing here is a method.
 */
/**
 * Kernels over float32 rows that do not end where a vector does, for one row or four anywhere. Rows
 * shorter than a vector are summed in plain code. The shapes and bounds are those of {@link
 * VectorKernels}.
 */
final class SimdFloat32Uneven {
  private SimdFloat32Uneven() {}

  /** Returns the dot product. */
  static float dot(float[] query, MemorySegment rows, long offset, int dimension) {
    if (dimension < LANES) {
      return ScalarKernels.dot(FLOAT32, query, rows, offset, 0, dimension);
    }
    int last = dimension - LANES;
    int whole = SPECIES.loopBound(dimension);
    FloatVector sum = FloatVector.zero(SPECIES);
    FloatVector row =
        FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * last, LITTLE_ENDIAN);
    sum = FloatVector.fromArray(SPECIES, query, last).fma(row, sum);
    sum = sum.blend(0f, PLACES.compare(LT, whole - last));
    for (int i = 0; i < whole; i += LANES) {
      row = FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * i, LITTLE_ENDIAN);
      sum = FloatVector.fromArray(SPECIES, query, i).fma(row, sum);
    }
    return SimdLanes.sum(sum);
  }

  /** Writes dot products to {@code sums[0..3]}; of rows that are no shorter than a vector. */
  static void dot4(
      float[] query,
      MemorySegment rows,
      long a,
      long b,
      long c,
      long d,
      int dimension,
      float[] sums) {
    int last = dimension - LANES;
    int whole = SPECIES.loopBound(dimension);
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    int i = last;
    int end = dimension;
    while (true) {
      for (; i < end; i += LANES) {
        FloatVector q = FloatVector.fromArray(SPECIES, query, i);
        sumA = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, a + 4L * i, LITTLE_ENDIAN), sumA);
        sumB = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, b + 4L * i, LITTLE_ENDIAN), sumB);
        sumC = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, c + 4L * i, LITTLE_ENDIAN), sumC);
        sumD = q.fma(FloatVector.fromMemorySegment(SPECIES, rows, d + 4L * i, LITTLE_ENDIAN), sumD);
      }
      if (end == whole) {
        break;
      }
      VectorMask<Float> again = PLACES.compare(LT, whole - last);
      sumA = sumA.blend(0f, again);
      sumB = sumB.blend(0f, again);
      sumC = sumC.blend(0f, again);
      sumD = sumD.blend(0f, again);
      i = 0;
      end = whole;
    }
    SimdLanes.sum4(sumA, sumB, sumC, sumD, sums);
  }

  /** Returns the squared distance. */
  static float squaredL2(float[] query, MemorySegment rows, long offset, int dimension) {
    if (dimension < LANES) {
      return ScalarKernels.squaredL2(FLOAT32, query, rows, offset, 0, dimension);
    }
    int last = dimension - LANES;
    int whole = SPECIES.loopBound(dimension);
    FloatVector sum = FloatVector.zero(SPECIES);
    FloatVector row =
        FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * last, LITTLE_ENDIAN);
    row = FloatVector.fromArray(SPECIES, query, last).sub(row);
    sum = row.fma(row, sum).blend(0f, PLACES.compare(LT, whole - last));
    for (int i = 0; i < whole; i += LANES) {
      row = FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * i, LITTLE_ENDIAN);
      row = FloatVector.fromArray(SPECIES, query, i).sub(row);
      sum = row.fma(row, sum);
    }
    return SimdLanes.sum(sum);
  }

  /** Writes squared distances to {@code sums[0..3]}; of rows that are no shorter than a vector. */
  static void squaredL2Of4(
      float[] query,
      MemorySegment rows,
      long a,
      long b,
      long c,
      long d,
      int dimension,
      float[] sums) {
    int last = dimension - LANES;
    int whole = SPECIES.loopBound(dimension);
    FloatVector sumA = FloatVector.zero(SPECIES);
    FloatVector sumB = sumA;
    FloatVector sumC = sumA;
    FloatVector sumD = sumA;
    int i = last;
    int end = dimension;
    while (true) {
      for (; i < end; i += LANES) {
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
      if (end == whole) {
        break;
      }
      VectorMask<Float> again = PLACES.compare(LT, whole - last);
      sumA = sumA.blend(0f, again);
      sumB = sumB.blend(0f, again);
      sumC = sumC.blend(0f, again);
      sumD = sumD.blend(0f, again);
      i = 0;
      end = whole;
    }
    SimdLanes.sum4(sumA, sumB, sumC, sumD, sums);
  }

  /** Returns the square of the norm. */
  static float squaredNorm(MemorySegment rows, long offset, int dimension) {
    if (dimension < LANES) {
      return ScalarKernels.squaredNorm(FLOAT32, rows, offset, 0, dimension);
    }
    int last = dimension - LANES;
    int whole = SPECIES.loopBound(dimension);
    FloatVector sum = FloatVector.zero(SPECIES);
    FloatVector row =
        FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * last, LITTLE_ENDIAN);
    sum = row.fma(row, sum).blend(0f, PLACES.compare(LT, whole - last));
    for (int i = 0; i < whole; i += LANES) {
      row = FloatVector.fromMemorySegment(SPECIES, rows, offset + 4L * i, LITTLE_ENDIAN);
      sum = row.fma(row, sum);
    }
    return SimdLanes.sum(sum);
  }
}
