package dev.pilum;

import dev.pilum.storage.error.InvalidRequest;

/**
 * How the hits of a vector search and of a text search become one ranking. Each leg gives points to
 * its candidates; a row's score is the weighted sum of both, with no points from a leg that did not
 * find it.
 */
public sealed interface Fusion {
  /**
   * {@link MinMax} with both legs alike. On five sets of judged English questions it was above the
   * better leg and above reciprocal ranks on each, and it held up best when one leg was useless
   * (docs/decisions/0023).
   */
  Fusion DEFAULT = new MinMax(0.5f);

  /** Returns how much the vector leg counts, 0 to 1; the text leg counts the rest. */
  float vectorWeight();

  /**
   * Points by score: 1 for a leg's best candidate, 0 for its last, in proportion between.
   *
   * @param vectorWeight how much the vector leg counts, 0 to 1
   */
  record MinMax(float vectorWeight) implements Fusion {
    public MinMax {
      checkWeight(vectorWeight);
    }
  }

  /**
   * Points by rank: {@code 1 / (k + rank)}, the first being rank 1.
   *
   * @param k how little the first ranks stand out, 0 or more; 60 is usual
   * @param vectorWeight how much the vector leg counts, 0 to 1
   */
  record ReciprocalRank(int k, float vectorWeight) implements Fusion {
    public ReciprocalRank {
      checkWeight(vectorWeight);
      if (k < 0) {
        throw new InvalidRequest("k of reciprocal ranks must not be negative, got " + k);
      }
    }
  }

  private static void checkWeight(float vectorWeight) {
    if (!(vectorWeight >= 0 && vectorWeight <= 1)) {
      throw new InvalidRequest("a vector's weight is 0 to 1, got " + vectorWeight);
    }
  }
}
