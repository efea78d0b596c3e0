package dev.pilum.hnsw;

import static dev.pilum.hnsw.SimdLanes.LANES;
import static dev.pilum.hnsw.SimdLanes.SPECIES;
import static dev.pilum.hnsw.SimdLanes.SWAP_1;
import static dev.pilum.hnsw.SimdLanes.SWAP_2;
import static dev.pilum.hnsw.SimdLanes.SWAP_4;
import static dev.pilum.hnsw.SimdLanes.SWAP_8;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/*
 * What a scan gets of memory is decided by how it asks: in order, neither too few lines ahead nor too many. Eight vectors at a time and
 * no look at a rest are fewer instructions for each row. Still fewer were slower. Without a check of bounds between them C2 puts the
 * loads of one step in another order than they are written in, and loads that are ready too early take the places of those that the
 * processor's own prefetching would have made. So 128 components, checked eight times, are read at 85 to 90 % of what a plain sum
 * reaches, 50 to 65 in slices of eight vectors, and 65 to 75 with offsets that cost a third fewer instructions. Also slower: two runs
 * of rows in turn, and reading ahead. See SimdFloat32Kernels for why nothing here is a method.
 */
/**
 * Kernels over float32 rows that lie one behind the other and are each a multiple of eight vectors
 * long, as rows of 128, 384, 768 or 1,536 components are. The sums have the bits of {@link
 * SimdFloat32Kernels}'.
 */
final class SimdFloat32EvenRuns {
  private static final int STEP = 8 * LANES;

  private SimdFloat32EvenRuns() {}

  /** Returns whether rows of {@code dimension} components are such. */
  static boolean fit(int dimension) {
    return dimension % STEP == 0;
  }

  /** Writes dot products. */
  static void dots(
      float[] query,
      MemorySegment rows,
      long offset,
      long rowBytes,
      int count,
      int dimension,
      float[] sums) {
    for (int r = 0; r < count; r++) {
      long at = offset + r * rowBytes;
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = 0, end = dimension - STEP; i <= end; i += STEP) {
        FloatVector first =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i).fma(first, sum);
        FloatVector second =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + LANES).fma(second, sum);
        FloatVector third =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 2 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 2 * LANES).fma(third, sum);
        FloatVector fourth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 3 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 3 * LANES).fma(fourth, sum);
        FloatVector fifth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 4 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 4 * LANES).fma(fifth, sum);
        FloatVector sixth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 5 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 5 * LANES).fma(sixth, sum);
        FloatVector seventh =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 6 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 6 * LANES).fma(seventh, sum);
        FloatVector eighth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 7 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 7 * LANES).fma(eighth, sum);
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
    for (int r = 0; r < count; r++) {
      long at = offset + r * rowBytes;
      FloatVector sum = FloatVector.zero(SPECIES);
      FloatVector norm = sum;
      for (int i = 0, end = dimension - STEP; i <= end; i += STEP) {
        FloatVector first =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i).fma(first, sum);
        norm = first.fma(first, norm);
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
        FloatVector fifth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 4 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 4 * LANES).fma(fifth, sum);
        norm = fifth.fma(fifth, norm);
        FloatVector sixth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 5 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 5 * LANES).fma(sixth, sum);
        norm = sixth.fma(sixth, norm);
        FloatVector seventh =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 6 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 6 * LANES).fma(seventh, sum);
        norm = seventh.fma(seventh, norm);
        FloatVector eighth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 7 * LANES), LITTLE_ENDIAN);
        sum = FloatVector.fromArray(SPECIES, query, i + 7 * LANES).fma(eighth, sum);
        norm = eighth.fma(eighth, norm);
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
    for (int r = 0; r < count; r++) {
      long at = offset + r * rowBytes;
      FloatVector sum = FloatVector.zero(SPECIES);
      for (int i = 0, end = dimension - STEP; i <= end; i += STEP) {
        FloatVector first =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * i, LITTLE_ENDIAN);
        first = FloatVector.fromArray(SPECIES, query, i).sub(first);
        sum = first.fma(first, sum);
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
        FloatVector fifth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 4 * LANES), LITTLE_ENDIAN);
        fifth = FloatVector.fromArray(SPECIES, query, i + 4 * LANES).sub(fifth);
        sum = fifth.fma(fifth, sum);
        FloatVector sixth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 5 * LANES), LITTLE_ENDIAN);
        sixth = FloatVector.fromArray(SPECIES, query, i + 5 * LANES).sub(sixth);
        sum = sixth.fma(sixth, sum);
        FloatVector seventh =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 6 * LANES), LITTLE_ENDIAN);
        seventh = FloatVector.fromArray(SPECIES, query, i + 6 * LANES).sub(seventh);
        sum = seventh.fma(seventh, sum);
        FloatVector eighth =
            FloatVector.fromMemorySegment(SPECIES, rows, at + 4L * (i + 7 * LANES), LITTLE_ENDIAN);
        eighth = FloatVector.fromArray(SPECIES, query, i + 7 * LANES).sub(eighth);
        sum = eighth.fma(eighth, sum);
      }
      FloatVector sumFour = LANES > 8 ? sum.add(sum.rearrange(SWAP_8)) : sum;
      sumFour = LANES > 4 ? sumFour.add(sumFour.rearrange(SWAP_4)) : sumFour;
      FloatVector sumTwo = sumFour.add(sumFour.rearrange(SWAP_2));
      sums[r] = sumTwo.add(sumTwo.rearrange(SWAP_1)).lane(0);
    }
  }
}
