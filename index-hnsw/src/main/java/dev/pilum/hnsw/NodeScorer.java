package dev.pilum.hnsw;

/** Distances between rows, as builds need them: any row may be the query. One thread at a time. */
sealed interface NodeScorer extends RowScorer permits ExactScorer, CodeScorer {

  /** Makes a row the query. */
  void useRow(int ordinal);
}
