package dev.pilum.storage.schema;

import dev.pilum.storage.error.InvalidRequest;
import java.util.Locale;

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
  DOT,
  /**
   * The number of bits that differ, 0 to the dimension: of vectors of {@linkplain
   * DataType.Vector.Element#BIT bits}, and their only metric.
   */
  HAMMING;

  private static final Metric[] ALL = values();

  private final String word = name().toLowerCase(Locale.ROOT);

  /** Returns whether vectors of these elements can be measured: hamming is for bits, and alone. */
  public boolean measures(DataType.Vector.Element element) {
    return (this == HAMMING) == (element == DataType.Vector.Element.BIT);
  }

  /** Throws {@link InvalidRequest} unless this metric {@link #measures} the column's vectors. */
  public void check(String column, DataType.Vector type) {
    if (!measures(type.element())) {
      throw new InvalidRequest(
          "column '%s' has type %s, which %s cannot measure; use %s"
              .formatted(
                  column, type.describe(), this, this == HAMMING ? "COSINE, L2 or DOT" : HAMMING));
    }
  }

  /** Returns the metric with this name, in small letters or large. */
  static Metric named(String name) {
    for (Metric metric : ALL) { // searches ask, and have no time for other ways
      if (metric.word.equals(name)) {
        return metric;
      }
    }
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /**
   * Returns the score of a distance: the cosine, the dot product, or {@code 1 / (1 + distance)} for
   * {@link #L2} and {@link #HAMMING}.
   */
  public float score(float distance) {
    return switch (this) {
      case COSINE, DOT -> 1 - distance;
      case L2, HAMMING -> 1 / (1 + distance);
    };
  }
}
