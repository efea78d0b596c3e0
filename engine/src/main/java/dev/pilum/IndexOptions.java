package dev.pilum;

import dev.pilum.hnsw.HnswParameters;

/**
 * How the graphs of vector columns are built; the defaults suit nearly all. Holds for graphs built
 * from now on, those of later flushes and merges; what is there stays in use.
 *
 * @param m links of a graph's node, 2 to 128. More make a larger graph with a higher recall
 * @param efConstruction rows looked at for those links, {@code m} to 10,000. More make a slower
 *     build and a better graph
 * @param codes what builds and searches compare on their way through a graph
 */
public record IndexOptions(int m, int efConstruction, Codes codes) {

  /** What builds and searches compare on their way; hits are ranked by the vectors either way. */
  public enum Codes {
    /** The vectors themselves: nothing is stored beside them. */
    NONE,

    /**
     * One byte for each coordinate, {@code dimension + 8} bytes more per row on the disk: searches
     * and builds read a quarter of the memory. Columns of int8 have none, nor have rows so close
     * together that such codes cannot tell them apart.
     */
    INT8
  }

  /** {@code m} 16, {@code efConstruction} 200, int8 codes. */
  public static final IndexOptions DEFAULT = new IndexOptions(16, 200, Codes.INT8);

  /**
   * Checks the ranges.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when a value is out of its range
   */
  public IndexOptions {
    HnswParameters.checkRanges(m, efConstruction);
  }

  /** Returns these options with another number of links. */
  public IndexOptions withM(int changed) {
    return new IndexOptions(changed, efConstruction, codes);
  }

  /** Returns these options with another breadth of builds. */
  public IndexOptions withEfConstruction(int changed) {
    return new IndexOptions(m, changed, codes);
  }

  /** Returns these options with other codes. */
  public IndexOptions withCodes(Codes changed) {
    return new IndexOptions(m, efConstruction, changed);
  }
}
