package dev.pilum;

import java.util.List;

/**
 * A search whose hits come best first: {@link Search}, {@link TextSearch} or {@link HybridSearch}.
 * Any of them can be run beside others by {@link Reader#searchAll}.
 *
 * @param <H> a hit
 */
public interface RankedQuery<H> {
  /**
   * Runs the query.
   *
   * @throws dev.pilum.storage.error.Cancelled when its timeout passes or the thread is interrupted;
   *     the interrupt status stays set
   */
  List<H> hits();

  /** Returns how the query would run, with the numbers that decided. */
  Plan explain();

  /** Runs the query and returns how it ran, with times. */
  Plan explainAnalyze();

  /**
   * Has the best hits judged anew, and returns the best of them by their new scores; equal ones in
   * the order in which they were. Limit and offset are those that were set before.
   *
   * @param candidates how many hits to judge, at least 1 and never fewer than limit and offset
   *     together; those behind them are not returned
   */
  RankedQuery<H> rerank(int candidates, Reranker<H> reranker);
}
