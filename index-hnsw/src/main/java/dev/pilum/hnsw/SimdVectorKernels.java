package dev.pilum.hnsw;

import static dev.pilum.hnsw.SimdLanes.LANES;
import static dev.pilum.hnsw.SimdLanes.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * What the SIMD kernels of all element types share: which of many rows may be near enough is told a
 * vector of them at a time.
 */
interface SimdVectorKernels extends VectorKernels {
  /** A bit for each lane of a vector of floats. */
  long ALL_LANES = (1L << LANES) - 1;

  @Override
  default int notAbove(float bound, float[] values, int count, int[] places) {
    int found = 0;
    int i = 0;
    for (int end = SPECIES.loopBound(count); i < end; i += LANES) {
      long above =
          FloatVector.fromArray(SPECIES, values, i).compare(VectorOperators.GT, bound).toLong();
      for (long near = ~above & ALL_LANES; near != 0; near &= near - 1) {
        places[found++] = i + Long.numberOfTrailingZeros(near);
      }
    }
    for (; i < count; i++) {
      if (!(values[i] > bound)) {
        places[found++] = i;
      }
    }
    return found;
  }

  @Override
  default int notBelowCosine(
      float squaredCosine,
      float scale,
      float[] dots,
      float[] squaredNorms,
      int count,
      int[] places) {
    int found = 0;
    int i = 0;
    for (int end = SPECIES.loopBound(count); i < end; i += LANES) {
      FloatVector scaled = FloatVector.fromArray(SPECIES, dots, i).mul(scale);
      FloatVector least =
          FloatVector.fromArray(SPECIES, squaredNorms, i).mul(squaredCosine).sub(LEAST_SQUARE);
      long below = scaled.mul(scaled.abs()).compare(VectorOperators.LT, least).toLong();
      for (long near = ~below & ALL_LANES; near != 0; near &= near - 1) {
        places[found++] = i + Long.numberOfTrailingZeros(near);
      }
    }
    for (; i < count; i++) {
      if (!VectorKernels.isBelowCosine(squaredCosine, scale, dots[i], squaredNorms[i])) {
        places[found++] = i;
      }
    }
    return found;
  }
}
