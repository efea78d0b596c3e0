package dev.pilum.hnsw;

import org.jspecify.annotations.Nullable;

/*
 * Codes order neighbours nearly right: on the vector sets we tried, the ten nearest were among the first fifteen by code. How far
 * to look is not a constant but seen on the way: the errors of the codes met so far say how much nearer than its code a candidate
 * may be. Where rows are so close together that codes cannot tell them apart, the whole pool is looked at.
 */
/** Ranks what a walk over codes found by exact distances. One thread at a time. */
final class Rescoring {

  /**
   * The largest of ten or more errors, doubled, is some three standard deviations: one candidate in
   * a thousand is wrongly passed over.
   */
  private static final float LARGEST_ERRORS = 2f;

  /**
   * Standard deviations. With two, a third less is looked at, and recall at ef 100 was .002 to .003
   * lower.
   */
  private static final float MEAN_ERRORS = 3f;

  /** How errors met so far say how much nearer than by its code a candidate may be. */
  enum Caution {
    /** Twice the largest: for errors that are small, and of which a few have been seen. */
    BY_LARGEST_ERROR,

    /**
     * Three standard deviations: for errors so large that many candidates are looked at. The
     * largest of many says little, and the first ones seem nearer than they are, for else they
     * would not be the first.
     */
    BY_MEAN_ERROR
  }

  private final float[] distances = new float[4];
  private final int[] ordinals = new int[4];
  private long[] keys = new long[0];
  private int count;
  private float largestExcess;
  private double squaredErrors;
  private int lookedAt;

  /** Returns memory for candidates, at least {@code capacity} of them. */
  long[] candidates(int capacity) {
    if (keys.length < capacity) {
      keys = new long[capacity];
    }
    return keys;
  }

  /**
   * Offers candidates at their exact distances.
   *
   * @param candidateCount how many keys stand in {@link #candidates}, ascending
   * @param least how many are looked at in any case
   * @param caution when to end
   * @param nodes the graph whose nodes they are, to offer all rows they stand for; {@code null} to
   *     offer the rows alone
   * @param results takes the rows; reset by the caller
   */
  void rank(
      ExactScorer exact,
      int candidateCount,
      int least,
      Caution caution,
      @Nullable HnswGraph nodes,
      NearestHeap results) {
    count = candidateCount;
    largestExcess = 0f;
    squaredErrors = 0d;
    lookedAt = 0;
    for (int i = 0; i < count && (i < least || mayImprove(i, caution, results)); i += 4) {
      rank4(exact, i, nodes, results);
    }
  }

  private boolean mayImprove(int place, Caution caution, NearestHeap results) {
    if (!results.isFull()) {
      return true;
    }
    float error =
        switch (caution) {
          case BY_LARGEST_ERROR -> LARGEST_ERRORS * largestExcess;
          case BY_MEAN_ERROR -> MEAN_ERRORS * (float) Math.sqrt(squaredErrors / lookedAt);
        };
    float nearest = DistanceKey.distance(keys[place]) - error;
    return !(nearest > DistanceKey.distance(results.bound())); // NaN: infinite distances
  }

  private void rank4(ExactScorer exact, int from, @Nullable HnswGraph nodes, NearestHeap results) {
    int size = Math.min(4, count - from);
    for (int i = 0; i < 4; i++) {
      ordinals[i] = DistanceKey.ordinal(keys[from + Math.min(i, size - 1)]);
    }
    exact.distances4(ordinals, 0, distances);
    for (int i = 0; i < size; i++) {
      float excess = DistanceKey.distance(keys[from + i]) - distances[i];
      largestExcess = Math.max(largestExcess, excess);
      squaredErrors += (double) excess * excess;
      lookedAt++;
      long key = DistanceKey.of(distances[i], ordinals[i]);
      if (nodes == null) {
        results.offer(key);
      } else {
        GraphWalk.offerRows(nodes, key, null, results);
      }
    }
  }
}
