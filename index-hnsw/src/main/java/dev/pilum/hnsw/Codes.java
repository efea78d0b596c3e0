package dev.pilum.hnsw;

/**
 * What walks through a graph compare: the vectors themselves, or smaller stand-ins that lie in the
 * graph's file. Results are ranked by the vectors either way.
 */
public enum Codes {
  /** No codes: walks read the vectors. */
  NONE,

  /**
   * One byte for each component, a quarter of float32: walks and builds read less memory, and most
   * of what they read stays in the processor's caches. A graph over rows too close together for
   * such codes to tell them apart has none.
   */
  INT8,

  /**
   * One bit for each coordinate, beside the links of its row: an eighth of int8. Distances are
   * estimates, so that more rows are compared by their vectors in the end. Builds compare int8
   * codes.
   */
  ONE_BIT
}
