package dev.pilum.hnsw;

/**
 * What walks through a graph compare instead of the vectors: smaller stand-ins for all rows of a
 * segment. Immutable and safe for use by many threads.
 */
sealed interface WalkCodes permits RowCodes, SignCodes {

  /** Returns what compares {@code query} with these codes. */
  RowScorer scorer(float[] query, KernelWarmUp warmUp);

  /**
   * As the shorter form, for one search with {@code scratch}; for those who know one over the norm
   * of a query by cosine already, at which other metrics do not look.
   */
  default RowScorer scorer(float[] query, float inverseNorm, SearchScratch scratch) {
    return scorer(query, scratch.warmUp());
  }

  /**
   * Returns how many of the nearest nodes by code are kept for ranking by their vectors, when a
   * walk follows the links of {@code breadth}; not fewer than that.
   */
  int kept(int breadth);

  /** Returns how the errors of these codes say which nodes may be nearer than they seem. */
  Rescoring.Caution caution();

  /** Returns how many bytes {@link #onHeap} would take. */
  long heapBytes();

  /** Returns the same codes in an array of their own. They must be less than 2 GiB. */
  WalkCodes onHeap();
}
