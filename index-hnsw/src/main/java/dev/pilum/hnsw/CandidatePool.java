package dev.pilum.hnsw;

import java.util.Arrays;

/**
 * The {@code ef} nearest nodes of a beam search in one sorted array, each marked once its links
 * were followed.
 *
 * <p>One array does the work of the paper's two heaps, the candidates and the results: insertion
 * moves a few cache lines, and taking the nearest unexpanded node is a step to the right. The mark
 * is the lowest bit of the {@link DistanceKey}.
 */
final class CandidatePool {

  private static final long EXPANDED = 1;

  /**
   * In pools of up to so many keys that do not go in by vectors these are moved one by one, from
   * the end on: most of those that get in are among the last, and a binary search would wait for
   * each of its looks. With ef 100 a search takes a sixth less time.
   */
  private static final int SHORT = 256;

  private final KernelWarmUp warmUp;
  private long[] keys = new long[0];
  private int breadth;
  private int capacity;
  private int size;
  private int next;

  /** Whether many keys are put in by {@link SimdSortedKeys}; {@link #size} never falls then. */
  private boolean inVectors;

  /** Makes an empty pool that uses what {@code warmUp} has ready. */
  CandidatePool(KernelWarmUp warmUp) {
    this.warmUp = warmUp;
  }

  /** Empties the pool and lets it hold up to {@code newCapacity} keys, at least 1. */
  void reset(int newCapacity) {
    reset(newCapacity, newCapacity);
    if (KernelProvider.hasSimd() && warmUp.isOver() && newCapacity <= SimdSortedKeys.MOST) {
      makeRoom(SimdSortedKeys.MOST);
      Arrays.fill(keys, 0, SimdSortedKeys.MOST, Long.MAX_VALUE);
      inVectors = true;
    }
  }

  /**
   * Empties the pool and lets it hold the {@code newBreadth} nearest keys, at least 1, and up to
   * {@code newCapacity} in all of those that {@link #offer(long, long)} is told are wanted.
   */
  void reset(int newBreadth, int newCapacity) {
    breadth = newBreadth;
    capacity = newCapacity;
    size = 0;
    next = 0;
    inVectors = false;
    makeRoom(newBreadth);
  }

  int size() {
    return size;
  }

  /** Returns the key at {@code rank}, nearest first, without its mark. */
  long key(int rank) {
    return keys[rank] & ~EXPANDED;
  }

  /**
   * Returns the key that the next one must be below to get in: {@link Long#MAX_VALUE} until the
   * pool is full.
   */
  long bound() {
    return size == capacity ? keys[size - 1] : Long.MAX_VALUE;
  }

  /**
   * Copies the nearest keys, at most {@code limit}, without their marks to the front of {@code
   * target} and returns how many there are.
   */
  int copyKeys(int limit, long[] target) {
    int count = Math.min(limit, size);
    for (int i = 0; i < count; i++) {
      target[i] = keys[i] & ~EXPANDED;
    }
    return count;
  }

  /** Returns the nearest keys as a search result, at most {@code limit}. */
  Neighbors nearest(int limit) {
    return Neighbors.ofSortedKeys(keys, Math.min(size, limit));
  }

  /** Keeps {@code key} if it is among the nearest, dropping the farthest when full. */
  void offer(long key) {
    if (size == capacity) {
      if (key >= keys[size - 1]) {
        return;
      }
      size--;
    }
    if (size == keys.length) {
      makeRoom((int) Math.min(capacity, 2L * size));
    }
    int place = capacity <= SHORT ? shift(key) : makePlace(key);
    keys[place] = key;
    size++;
    next = Math.min(next, place);
  }

  /**
   * Offers some rows as {@link #offer(long)} does.
   *
   * @param rows a bit for each of the first 64 rows that is offered
   * @param distances by row
   * @param ordinals by row
   */
  void offerSome(long rows, float[] distances, int[] ordinals) {
    if (rows == 0) {
      return;
    }
    if (inVectors) {
      SimdSortedKeys.insert(keys, capacity, rows, distances, ordinals);
      size = Math.min(capacity, size + Long.bitCount(rows));
      next = SimdSortedKeys.firstEven(keys, capacity);
      return;
    }
    for (long left = rows; left != 0; left &= left - 1) {
      int row = Long.numberOfTrailingZeros(left);
      offer(DistanceKey.of(distances[row], ordinals[row]));
    }
  }

  /**
   * Keeps {@code key} if it is below {@code wanted} or among the nearest, and drops what is neither
   * any more; from one call to the next {@code wanted} does not grow.
   */
  void offer(long key, long wanted) {
    drop(wanted);
    if (size < breadth || key < wanted || key < keys[size - 1]) {
      offer(key);
    }
  }

  /** Drops what is neither below {@code wanted} nor among the nearest. */
  void drop(long wanted) {
    while (size > breadth && keys[size - 1] >= wanted) {
      size--;
    }
  }

  /** Returns how many of the nearest keys are all expanded. */
  int expandedRanks() {
    while (next < size && (keys[next] & EXPANDED) != 0) {
      next++;
    }
    return Math.min(next, size);
  }

  /**
   * Marks the nearest unexpanded node as expanded and returns its ordinal, or {@link
   * HnswGraph#NONE} when all are.
   */
  int expandNearest() {
    return expandNearest(size);
  }

  /**
   * As {@link #expandNearest()}, but {@link HnswGraph#NONE} as soon as the {@code ranks} nearest
   * are expanded.
   */
  int expandNearest(int ranks) {
    if (expandedRanks() >= Math.min(ranks, size)) {
      return HnswGraph.NONE;
    }
    keys[next] |= EXPANDED;
    return DistanceKey.ordinal(keys[next++]);
  }

  /** Returns the node that {@link #expandNearest()} would return now, without marking it. */
  int nearestUnexpanded() {
    return expandedRanks() < size ? DistanceKey.ordinal(keys[next]) : HnswGraph.NONE;
  }

  /** Moves all keys that are not below {@code key} by one, and returns the place of the gap. */
  private int shift(long key) {
    long[] sorted = keys;
    int place = size;
    while (place > 0 && sorted[place - 1] >= key) {
      sorted[place] = sorted[place - 1];
      place--;
    }
    return place;
  }

  /** As {@link #shift}, for many keys. */
  private int makePlace(long key) {
    int place = placeOf(key);
    System.arraycopy(keys, place, keys, place + 1, size - place);
    return place;
  }

  private void makeRoom(int wanted) {
    if (keys.length < wanted) {
      keys = Arrays.copyOf(keys, wanted);
    }
  }

  /** Returns how many keys are below {@code key}; halves without a branch to be guessed wrong. */
  private int placeOf(long key) {
    int low = 0;
    for (int length = size; length > 0; ) {
      int half = (length + 1) >>> 1;
      low += keys[low + half - 1] < key ? half : 0;
      length -= half;
    }
    return low;
  }
}
