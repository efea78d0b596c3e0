package dev.pilum.bench.ann;

import dev.pilum.bench.ann.engine.AnnSearcher;
import dev.pilum.cli.ann.AnnRequest;
import java.io.IOException;

/** The share of the true neighbours that a searcher finds. */
final class Recall {
  private Recall() {}

  /** Returns the mean over all queries. */
  static double of(AnnSearcher searcher, int ef, float[][] queries, int[][] truth)
      throws IOException {
    long right = 0;
    for (int i = 0; i < queries.length; i++) {
      right += right(searcher.search(queries[i], ef), truth[i], AnnRequest.K);
    }
    return right / (double) ((long) AnnRequest.K * queries.length);
  }

  /**
   * Returns how many of the first {@code wanted} true rows are among those found.
   *
   * @param wanted at most as many as were to be returned
   */
  static int right(int[] found, int[] truth, int wanted) {
    if (found.length > AnnRequest.K) {
      throw new IllegalStateException(found.length + " rows returned where ten were asked for");
    }
    int right = 0;
    for (int rank = 0; rank < wanted; rank++) {
      for (int row : found) {
        right += row == truth[rank] ? 1 : 0;
      }
    }
    return right;
  }
}
