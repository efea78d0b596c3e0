package dev.pilum.bench.ann.engine;

import java.io.IOException;

/** Searches for one thread. */
@FunctionalInterface
public interface AnnSearcher {
  /**
   * Returns the numbers of the {@link AnnEngine#K} rows nearest to {@code query}, best first.
   *
   * @param ef candidates kept while walking the graph, at least {@link AnnEngine#K}
   */
  int[] search(float[] query, int ef) throws IOException;
}
