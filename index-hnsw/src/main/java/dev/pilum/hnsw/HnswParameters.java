package dev.pilum.hnsw;

import dev.pilum.storage.error.InvalidRequest;

/**
 * How a graph is built. The words are those of Malkov and Yashunin.
 *
 * @param m links a new node asks for on each level, 2 to 128, and a quarter more on the lowest; a
 *     node keeps up to {@code m} on the upper levels and {@code 2 * m} on the lowest. More links
 *     make a larger graph with a higher recall
 * @param efConstruction {@code m} to 10,000; links are chosen from the nearest nodes, six for each
 *     ten of these. More make a slower build and a better graph
 * @param seed from which the levels are drawn; the same rows, parameters and seed give the same
 *     graph
 * @param codes what the build and walks through the graph compare; int8 vectors are their own
 *     codes, and have none
 */
public record HnswParameters(int m, int efConstruction, long seed, Codes codes) {

  /**
   * {@code m} 16, {@code efConstruction} 200, seed 0x5EED, int8 codes: recall@10 of .99 and more at
   * ef 100 on all data tried so far.
   */
  public static final HnswParameters DEFAULT = new HnswParameters(16, 200, 0x5EED, Codes.INT8);

  /**
   * Checks the ranges.
   *
   * @throws InvalidRequest when a value is out of its range
   */
  public HnswParameters {
    checkRanges(m, efConstruction);
  }

  /**
   * Checks {@code m} and {@code efConstruction}.
   *
   * @throws InvalidRequest when a value is out of its range
   */
  public static void checkRanges(int m, int efConstruction) {
    if (m < 2 || m > 128) {
      throw new InvalidRequest("m must be from 2 to 128, got " + m);
    }
    if (efConstruction < m || efConstruction > 10_000) {
      throw new InvalidRequest(
          "efConstruction must be from m = %d to 10,000, got %d".formatted(m, efConstruction));
    }
  }

  /** Returns these parameters with other codes. */
  public HnswParameters withCodes(Codes changed) {
    return new HnswParameters(m, efConstruction, seed, changed);
  }

  /**
   * Returns how many links a new node is given on {@code level}: on level 0 a quarter more than
   * {@code m}, for its list has room for twice {@code m}.
   */
  int newLinks(int level) {
    return level == 0 ? m + m / 4 : m;
  }

  /** Returns how many of a new node's links are chosen by the strict form of the heuristic. */
  int strictLinks() {
    return m - m / 8;
  }

  /** Returns how many links a node may have on {@code level}. */
  int maxLinks(int level) {
    return level == 0 ? 2 * m : m;
  }
}
