package dev.pilum.pgvector;

/** How a mirror replaces the rows of a table that is there already. */
public enum FullMode {
  /**
   * {@link #SWAP} where many rows have changed ({@link MirrorOptions#swapRatio}), or it is not
   * known which, if it loses nothing and {@link DdlMode#APPLY} allows it; otherwise {@link #MERGE}.
   */
  AUTO,
  /**
   * Loads a new table, builds its indexes and gives it the old one's name. Fast where much has
   * changed; but what others have made of the old table would be lost, such as columns, indexes,
   * grants and views, so it is refused where there is any. Of an incremental mirror, whenever
   * anything has changed.
   */
  SWAP,
  /**
   * Loads a temporary table, of an incremental mirror with the changes only, deletes what is gone,
   * writes what differs. Keeps everything else.
   */
  MERGE
}
