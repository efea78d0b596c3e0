package dev.pilum.hnsw;

/** One over the length of each row, so that cosine costs no more than a dot product. */
interface InverseNorms {

  /** Returns one over the Euclidean norm of the row at {@code ordinal}; 0 for a zero vector. */
  float inverseNorm(int ordinal);

  /** Returns the square of a vector's norm. In four sums, for one would wait for each addition. */
  static double squaredNorm(float[] vector) {
    double a = 0d;
    double b = 0d;
    double c = 0d;
    double d = 0d;
    int i = 0;
    for (; i + 4 <= vector.length; i += 4) {
      a += (double) vector[i] * vector[i];
      b += (double) vector[i + 1] * vector[i + 1];
      c += (double) vector[i + 2] * vector[i + 2];
      d += (double) vector[i + 3] * vector[i + 3];
    }
    for (; i < vector.length; i++) {
      a += (double) vector[i] * vector[i];
    }
    return a + b + (c + d);
  }

  /** Returns one over the norm whose square is given; 0 where that is no usable number. */
  static float ofSquare(double squaredNorm) {
    return squaredNorm > 0d && squaredNorm <= Float.MAX_VALUE
        ? (float) (1d / Math.sqrt(squaredNorm))
        : 0f;
  }
}
