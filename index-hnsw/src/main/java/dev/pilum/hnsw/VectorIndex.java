package dev.pilum.hnsw;

import org.jspecify.annotations.Nullable;

/**
 * Finds rows near a query without comparing it with all of them. It knows the first {@link
 * #rowCount} rows of a block to which more may have been added since, and need not find every one.
 *
 * <p>Safe for use by many threads, for as long as the memory of the vectors is alive.
 */
public interface VectorIndex {
  /** Returns how many rows it knows: those below this ordinal that have a vector. */
  int rowCount();

  /**
   * Returns up to {@code k} rows near {@code query}, nearest first, with their distances as exact
   * search measures them; fewer where it found no more.
   *
   * @param query as many finite components as the vectors' dimension; not changed
   * @param k at least 1
   * @param ef breadth of the search, 1 or more; raised to {@code k} where it is less. Recall and
   *     time grow with it
   * @param accepted rows that may be returned, all of them known to the index; {@code null} for all
   * @param scratch memory that no other search is using
   * @throws dev.pilum.storage.error.InvalidRequest when {@code k}, {@code ef} or the query is unfit
   */
  Neighbors search(
      float[] query, int k, int ef, @Nullable AcceptedOrdinals accepted, SearchScratch scratch);

  /**
   * As the longer form, under a filter, by a plan that was made for it or for one that accepts a
   * row more.
   *
   * @param plan decides how; {@link SearchScratch#comparedAll} tells how it turned out
   */
  Neighbors search(
      float[] query, int k, SearchPlan plan, AcceptedOrdinals accepted, SearchScratch scratch);

  /** Returns how a search goes about it when a filter accepts this many rows. */
  SearchPlan plan(int k, int ef, int acceptedRows);
}
