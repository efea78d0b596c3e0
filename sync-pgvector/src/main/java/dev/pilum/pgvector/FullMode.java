package dev.pilum.pgvector;

/** How a full mirror replaces the rows of a table that is there already. */
public enum FullMode {
  /**
   * {@link #SWAP} where that loses nothing and {@link DdlMode#APPLY} allows it; otherwise {@link
   * #MERGE}.
   */
  AUTO,
  /**
   * Loads a new table, builds its indexes and gives it the old one's name. Fast; but foreign
   * columns, grants and views of the old table would be lost, so it is refused where there are any.
   */
  SWAP,
  /**
   * Loads a temporary table, deletes what is not in it, writes what differs. Keeps everything else.
   */
  MERGE
}
