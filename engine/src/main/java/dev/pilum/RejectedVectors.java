package dev.pilum;

/**
 * What becomes of a row whose vector cannot be searched: it has another dimension, a coordinate is
 * NaN or infinite, or, where the metric is cosine, all are zero. Columns with several vectors in
 * each row are left to the usual checks.
 */
public enum RejectedVectors {
  /** The write is refused, naming row and column. */
  ERROR,
  /** The row is not written. */
  DROP_ROW,
  /** The row is written without that vector. */
  SET_NULL
}
