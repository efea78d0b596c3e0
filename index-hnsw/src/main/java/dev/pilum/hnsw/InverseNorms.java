package dev.pilum.hnsw;

/** One over the length of each row, so that cosine costs no more than a dot product. */
interface InverseNorms {

  /** Returns one over the Euclidean norm of the row at {@code ordinal}; 0 for a zero vector. */
  float inverseNorm(int ordinal);

  /** Returns one over the norm whose square is given; 0 where that is no usable number. */
  static float ofSquare(double squaredNorm) {
    return squaredNorm > 0d && squaredNorm <= Float.MAX_VALUE
        ? (float) (1d / Math.sqrt(squaredNorm))
        : 0f;
  }
}
