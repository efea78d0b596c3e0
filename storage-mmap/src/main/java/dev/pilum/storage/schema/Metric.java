package dev.pilum.storage.schema;

/** How far apart two vectors are. A distance grows when worse, a score grows when better. */
public enum Metric {
  /**
   * One minus the cosine of the angle between the vectors, 0 to 2. A vector without direction (all
   * zero) has distance 1 to every other, as if it stood at a right angle to all.
   */
  COSINE,
  /**
   * The squared Euclidean distance, 0 to infinity: same order as the distance itself, without the
   * root.
   */
  L2,
  /**
   * One minus the dot product: for vectors of length one the same as {@link #COSINE}; it may be
   * negative.
   */
  DOT;

  /**
   * Returns the score of a distance: the cosine, the dot product, or {@code 1 / (1 + distance)} for
   * {@link #L2}.
   */
  public float score(float distance) {
    return switch (this) {
      case COSINE, DOT -> 1 - distance;
      case L2 -> 1 / (1 + distance);
    };
  }
}
