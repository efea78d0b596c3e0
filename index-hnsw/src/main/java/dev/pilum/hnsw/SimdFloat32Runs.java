package dev.pilum.hnsw;

import static dev.pilum.hnsw.SimdLanes.LANES;
import static dev.pilum.hnsw.SimdLanes.PLACES;
import static dev.pilum.hnsw.SimdLanes.SPECIES;
import static dev.pilum.hnsw.SimdLanes.SWAP_1;
import static dev.pilum.hnsw.SimdLanes.SWAP_2;
import static dev.pilum.hnsw.SimdLanes.SWAP_4;
import static dev.pilum.hnsw.SimdLanes.SWAP_8;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static jdk.incubator.vector.VectorOperators.LT;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/*
 * Four vectors are taken at a time; a loop over what is left would cost more than two branches. The last components, too few for a
 * vector, come first and in one that begins earlier in the row, as in SimdFloat32Uneven. See SimdFloat32Kernels for why nothing
 * here is a method.
 *
 * The processor's own prefetching decides how fast memory comes, and fewer instructions are not always better: offsets that took a
 * tenth fewer made dot products over 128 components slower.
 */
/**
 * Kernels over float32 rows that lie one behind the other, each at least one vector long. The sums
 * have the bits of {@link SimdFloat32Kernels}'.
 */
final class SimdFloat32Runs {
  private SimdFloat32Runs() {}

  /** Writes dot products. */
  static void dots(
      float[] query,
      MemorySegment rows,
      long offset,
      long rowBytes,
      int count,
      int dimension,
      float[] sums) {
    int last = dimension - LANES;
    int summed = LANES - dimension % LANES;
    VectorMask<Float> again = PLACES.compare(LT, summed);
    for (int r = 0; r < count; r++) {
      long at = offset + r * rowBytes;
      FloatVector sum = FloatVector.zero(SPECIES);
      if (summed < LANES) {
        FloatVector end =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * last, LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, last).fma(end, sum).blend(0f, again);
      }
      int i = 0;
      for (int end = dimension - 4 * LANES; i <= end; i += 4 * LANES) {
        FloatVector row = FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i).fma(row, sum);
        FloatVector second =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + LANES).fma(second, sum);
        FloatVector third =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 2 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 2 * LANES).fma(third, sum);
        FloatVector fourth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 3 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 3 * LANES).fma(fourth, sum);
      }
      if (i <= dimension - 2 * LANES) {
        FloatVector row = FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i).fma(row, sum);
        FloatVector second =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + LANES).fma(second, sum);
        i += 2 * LANES;
      }
      if (i <= last) {
        FloatVector row = FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i).fma(row, sum);
      }
      FloatVector sumFour = LANES > 8 ? sum.add(sum.rearrange(SWAP_8)) : sum;
      sumFour = LANES > 4 ? sumFour.add(sumFour.rearrange(SWAP_4)) : sumFour;
      FloatVector sumTwo = sumFour.add(sumFour.rearrange(SWAP_2));
      sums[r] = sumTwo.add(sumTwo.rearrange(SWAP_1)).lane(0);
    }
  }

  /** Writes dot products and the squares of norms. */
  static void dotsAndNorms(
      float[] query,
      MemorySegment rows,
      long offset,
      long rowBytes,
      int count,
      int dimension,
      float[] sums,
      float[] squaredNorms) {
    int last = dimension - LANES;
    int summed = LANES - dimension % LANES;
    VectorMask<Float> again = PLACES.compare(LT, summed);
    for (int r = 0; r < count; r++) {
      long at = offset + r * rowBytes;
      FloatVector sum = FloatVector.zero(SPECIES);
      FloatVector norm = sum;
      if (summed < LANES) {
        FloatVector end =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * last, LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, last).fma(end, sum).blend(0f, again);
        norm = end.fma(end, norm).blend(0f, again);
      }
      int i = 0;
      for (int end = dimension - 4 * LANES; i <= end; i += 4 * LANES) {
        FloatVector row = FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i).fma(row, sum);
        norm = row.fma(row, norm);
        FloatVector second =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + LANES).fma(second, sum);
        norm = second.fma(second, norm);
        FloatVector third =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 2 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 2 * LANES).fma(third, sum);
        norm = third.fma(third, norm);
        FloatVector fourth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 3 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 3 * LANES).fma(fourth, sum);
        norm = fourth.fma(fourth, norm);
      }
      if (i <= dimension - 2 * LANES) {
        FloatVector row = FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i).fma(row, sum);
        norm = row.fma(row, norm);
        FloatVector second =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + LANES).fma(second, sum);
        norm = second.fma(second, norm);
        i += 2 * LANES;
      }
      if (i <= last) {
        FloatVector row = FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i).fma(row, sum);
        norm = row.fma(row, norm);
      }
      FloatVector sumFour = LANES > 8 ? sum.add(sum.rearrange(SWAP_8)) : sum;
      sumFour = LANES > 4 ? sumFour.add(sumFour.rearrange(SWAP_4)) : sumFour;
      FloatVector sumTwo = sumFour.add(sumFour.rearrange(SWAP_2));
      sums[r] = sumTwo.add(sumTwo.rearrange(SWAP_1)).lane(0);
      FloatVector normFour = LANES > 8 ? norm.add(norm.rearrange(SWAP_8)) : norm;
      normFour = LANES > 4 ? normFour.add(normFour.rearrange(SWAP_4)) : normFour;
      FloatVector normTwo = normFour.add(normFour.rearrange(SWAP_2));
      squaredNorms[r] = normTwo.add(normTwo.rearrange(SWAP_1)).lane(0);
    }
  }

  /** Writes squared distances. */
  static void squaredL2s(
      float[] query,
      MemorySegment rows,
      long offset,
      long rowBytes,
      int count,
      int dimension,
      float[] sums) {
    int last = dimension - LANES;
    int summed = LANES - dimension % LANES;
    VectorMask<Float> again = PLACES.compare(LT, summed);
    for (int r = 0; r < count; r++) {
      long at = offset + r * rowBytes;
      FloatVector sum = FloatVector.zero(SPECIES);
      if (summed < LANES) {
        FloatVector end =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * last, LITTLE_ENDIAN);
        end = FloatVector.fromArray(SPECIES, query, last).sub(end);
        sum = end.fma(end, sum).blend(0f, again);
      }
      int i = 0;
      for (int end = dimension - 4 * LANES; i <= end; i += 4 * LANES) {
        FloatVector row = FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        row = FloatVector.fromArray(SPECIES, query, i).sub(row);
        sum = row.fma(row, sum);
        FloatVector second =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + LANES), LITTLE_ENDIAN);
        second = FloatVector.fromArray(SPECIES, query, i + LANES).sub(second);
        sum = second.fma(second, sum);
        FloatVector third =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 2 * LANES), LITTLE_ENDIAN);
        third = FloatVector.fromArray(SPECIES, query, i + 2 * LANES).sub(third);
        sum = third.fma(third, sum);
        FloatVector fourth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 3 * LANES), LITTLE_ENDIAN);
        fourth = FloatVector.fromArray(SPECIES, query, i + 3 * LANES).sub(fourth);
        sum = fourth.fma(fourth, sum);
      }
      if (i <= dimension - 2 * LANES) {
        FloatVector row = FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        row = FloatVector.fromArray(SPECIES, query, i).sub(row);
        sum = row.fma(row, sum);
        FloatVector second =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + LANES), LITTLE_ENDIAN);
        second = FloatVector.fromArray(SPECIES, query, i + LANES).sub(second);
        sum = second.fma(second, sum);
        i += 2 * LANES;
      }
      if (i <= last) {
        FloatVector row = FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        row = FloatVector.fromArray(SPECIES, query, i).sub(row);
        sum = row.fma(row, sum);
      }
      FloatVector sumFour = LANES > 8 ? sum.add(sum.rearrange(SWAP_8)) : sum;
      sumFour = LANES > 4 ? sumFour.add(sumFour.rearrange(SWAP_4)) : sumFour;
      FloatVector sumTwo = sumFour.add(sumFour.rearrange(SWAP_2));
      sums[r] = sumTwo.add(sumTwo.rearrange(SWAP_1)).lane(0);
    }
  }
}
