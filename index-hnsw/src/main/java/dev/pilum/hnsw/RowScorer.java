package dev.pilum.hnsw;

/**
 * Distances between one query and the rows of one segment: exact ones, or those of their codes. One
 * thread at a time.
 *
 * <p>The same query and row always give the same bits, whichever method computes them. No distance
 * is NaN.
 */
sealed interface RowScorer permits NodeScorer, SignScorer {

  /**
   * Makes {@code query} the query; it has been checked, and stays unchanged for as long as it is
   * the query.
   */
  void useQuery(float[] query);

  /** Returns the distance from the query to one row. */
  float distance(int ordinal);

  /**
   * Writes the distances to four rows, {@code ordinals[from..from+3]}, to {@code distances[0..3]}.
   */
  void distances4(int[] ordinals, int from, float[] distances);

  /**
   * Writes the distances to the first {@code count} of {@code ordinals} to {@code distances}; four
   * at a time, as is fastest for rows anywhere in memory.
   */
  void distancesOf(int[] ordinals, int count, float[] distances);

  /**
   * As {@link #distancesOf}, of at most 64 rows.
   *
   * @param bound how far away a row may be; all may where it is NaN
   * @param distances takes as many distances; what stands behind them is lost
   * @return a bit for each row, set where it is no farther away than {@code bound}
   */
  default long nearOf(int[] ordinals, int count, float bound, float[] distances) {
    distancesOf(ordinals, count, distances);
    return CodeKernels.near(distances, 0, count, bound);
  }
}
