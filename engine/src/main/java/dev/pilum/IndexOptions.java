package dev.pilum;

import dev.pilum.hnsw.HnswParameters;
import dev.pilum.storage.error.InvalidRequest;

/**
 * How the graphs of vector columns are built; the defaults suit nearly all. Holds for graphs built
 * from now on, those of new rows, later flushes and merges; what is there stays in use.
 *
 * @param m links of a graph's node, 2 to 128. More make a larger graph with a higher recall
 * @param efConstruction {@code m} to 10,000; a new row's links are chosen from the nearest rows,
 *     six for each ten of these. More make a slower build and a better graph
 * @param codes what builds and searches compare on their way through a graph
 * @param liveIndex what finds rows that are still in memory, once they are as many as {@link
 *     DatabaseOptions#graphMinimumRows}: {@value #BUILTIN_LIVE_INDEX}, or the name of another way
 *     on the class or module path, such as {@code hnswlib} of {@code pilum-hnswlib}
 */
public record IndexOptions(int m, int efConstruction, Codes codes, String liveIndex) {
  /** The graphs that segments have, too. */
  public static final String BUILTIN_LIVE_INDEX = "hnsw";

  /** What builds and searches compare on their way; hits are ranked by the vectors either way. */
  public enum Codes {
    /** The vectors themselves: nothing is stored beside them. */
    NONE,

    /**
     * One byte for each coordinate, {@code dimension + 8} bytes more per row on the disk: searches
     * and builds read a quarter of the memory. Columns of int8 have none, nor have rows so close
     * together that such codes cannot tell them apart.
     */
    INT8,

    /**
     * One bit for each coordinate, {@code dimension / 8 + 8} bytes more per row on the disk, beside
     * the row's links and rounded up with them to whole cache lines: an eighth of int8, for vectors
     * of some hundred coordinates. Distances are estimated, so more rows are compared by their
     * vectors. Where int8 codes cannot tell rows apart, nor columns of int8 have codes, there are
     * none.
     */
    ONE_BIT
  }

  /** {@code m} 16, {@code efConstruction} 200, int8 codes, graphs over new rows too. */
  public static final IndexOptions DEFAULT =
      new IndexOptions(16, 200, Codes.INT8, BUILTIN_LIVE_INDEX);

  /**
   * Checks the ranges.
   *
   * @throws InvalidRequest when a value is out of its range
   */
  public IndexOptions {
    HnswParameters.checkRanges(m, efConstruction);
    if (liveIndex.isBlank()) {
      throw new InvalidRequest("liveIndex must be a name, such as '" + BUILTIN_LIVE_INDEX + "'");
    }
  }

  /** Returns these options with another number of links. */
  public IndexOptions withM(int changed) {
    return new IndexOptions(changed, efConstruction, codes, liveIndex);
  }

  /** Returns these options with another breadth of builds. */
  public IndexOptions withEfConstruction(int changed) {
    return new IndexOptions(m, changed, codes, liveIndex);
  }

  /** Returns these options with other codes. */
  public IndexOptions withCodes(Codes changed) {
    return new IndexOptions(m, efConstruction, changed, liveIndex);
  }

  /** Returns these options with another index of rows in memory. */
  public IndexOptions withLiveIndex(String changed) {
    return new IndexOptions(m, efConstruction, codes, changed);
  }
}
