package dev.pilum;

import java.util.List;

/**
 * Judges the best hits of a search anew, such as with a model that reads query and text together.
 * Given to {@link RankedQuery#rerank}.
 *
 * @param <H> a hit
 */
@FunctionalInterface
public interface Reranker<H> {
  /**
   * Returns a score for each candidate, the greater the better. Called once in each run of the
   * query that finds anything, on the thread that runs it, which in {@link Reader#searchAll} are
   * several at once; what it throws is thrown on.
   *
   * @param candidates best first by the search's own scores, at least one; their rows have the
   *     columns that the query selects. Not to be changed
   * @return as many scores as there are candidates, in their order; none of them NaN
   */
  float[] scores(List<H> candidates);
}
