package dev.pilum.hnsw;

import static jdk.incubator.vector.VectorOperators.EQ;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/*
 * A key goes into a sorted array without a branch: at each place stands afterwards the lesser of what stood there and of the greater of
 * the key and what stood before it. For where what stood there is less than the key it stays, where what stood before it is not less it
 * moves up, and between is the key's place. The array stays in registers from one key to the next; in memory each insertion would wait
 * until the last one was written, as what stood before lies across two vectors. Moved one by one instead, keys go where the processor did
 * not guess they would, once each: a fifth of a search with ef 10 to 30.
 */
/**
 * Short sorted arrays of {@link DistanceKey}s, with the Vector API: {@link Long#MAX_VALUE} stands
 * where there is no key. Loading it needs {@code jdk.incubator.vector}.
 */
final class SimdSortedKeys {
  private static final VectorSpecies<Long> LONGS =
      VectorSpecies.of(long.class, VectorShape.forBitSize(SimdLanes.SPECIES.vectorBitSize()));
  private static final int LANES = LONGS.length();

  /** Moves each lane up by one, and the last one to where the first one was. */
  private static final VectorShuffle<Long> UP =
      VectorShuffle.fromOp(LONGS, lane -> (lane + LANES - 1) & (LANES - 1));

  private static final VectorMask<Long> FIRST = VectorMask.fromLong(LONGS, 1);

  /** How many keys two vectors hold. */
  private static final int TWO = 2 * LANES;

  /** How many keys an array may hold: four vectors. */
  static final int MOST = 4 * LANES;

  private SimdSortedKeys() {}

  /**
   * Puts the keys of some rows into a sorted array, whose last keys fall out.
   *
   * @param keys at least as long as {@link #MOST}
   * @param count how many keys there may be; what stands behind them, up to {@code keys.length}, is
   *     not below any of them, before and after
   * @param rows a bit for each row that is put in
   * @param distances by row
   * @param ordinals by row
   */
  static void insert(long[] keys, int count, long rows, float[] distances, int[] ordinals) {
    if (count <= TWO) {
      insertTwo(keys, rows, distances, ordinals);
    } else {
      insertFour(keys, rows, distances, ordinals);
    }
  }

  /** Returns the place of the first key whose lowest bit is 0, or 64 where there is none. */
  static int firstEven(long[] keys, int count) {
    long even = even(keys, 0) | even(keys, LANES) << LANES;
    if (count > TWO) {
      even |= even(keys, TWO) << TWO | even(keys, TWO + LANES) << (TWO + LANES);
    }
    return Long.numberOfTrailingZeros(even);
  }

  private static long even(long[] keys, int from) {
    return LongVector.fromArray(LONGS, keys, from).and(1).compare(EQ, 0).toLong();
  }

  private static void insertTwo(long[] keys, long rows, float[] distances, int[] ordinals) {
    LongVector a = LongVector.fromArray(LONGS, keys, 0);
    LongVector b = LongVector.fromArray(LONGS, keys, LANES);
    for (long left = rows; left != 0; left &= left - 1) {
      int row = Long.numberOfTrailingZeros(left);
      long key = DistanceKey.of(distances[row], ordinals[row]);
      LongVector upA = a.rearrange(UP);
      b = b.min(b.rearrange(UP).blend(upA, FIRST).max(key));
      a = a.min(upA.blend(Long.MIN_VALUE, FIRST).max(key));
    }
    a.intoArray(keys, 0);
    b.intoArray(keys, LANES);
  }

  private static void insertFour(long[] keys, long rows, float[] distances, int[] ordinals) {
    LongVector a = LongVector.fromArray(LONGS, keys, 0);
    LongVector b = LongVector.fromArray(LONGS, keys, LANES);
    LongVector c = LongVector.fromArray(LONGS, keys, 2 * LANES);
    LongVector d = LongVector.fromArray(LONGS, keys, 3 * LANES);
    for (long left = rows; left != 0; left &= left - 1) {
      int row = Long.numberOfTrailingZeros(left);
      long key = DistanceKey.of(distances[row], ordinals[row]);
      LongVector upC = c.rearrange(UP);
      d = d.min(d.rearrange(UP).blend(upC, FIRST).max(key));
      LongVector upB = b.rearrange(UP);
      c = c.min(upC.blend(upB, FIRST).max(key));
      LongVector upA = a.rearrange(UP);
      b = b.min(upB.blend(upA, FIRST).max(key));
      a = a.min(upA.blend(Long.MIN_VALUE, FIRST).max(key));
    }
    a.intoArray(keys, 0);
    b.intoArray(keys, LANES);
    c.intoArray(keys, 2 * LANES);
    d.intoArray(keys, 3 * LANES);
  }
}
