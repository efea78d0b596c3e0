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
   * Returns the points, 0 to 1, that a leg gives one of its candidates, before they are weighted.
   * For whoever fuses rankings that come from elsewhere as hybrid searches do.
   *
   * @param scores of all candidates of the leg, best first; greater ones are better
   * @param place which of them, the best being 0
   * @throws InvalidRequest when there is no candidate at that place
   */
  float points(float[] scores, int place);

  /**
   * Points by score: 1 for a leg's best candidate, 0 for its last, in proportion between. Where one
   * of the two is infinite there is no proportion: what is infinitely better than others has 1.
   *
   * @param vectorWeight how much the vector leg counts, 0 to 1
   */
  record MinMax(float vectorWeight) implements Fusion {
    public MinMax {
      checkWeight(vectorWeight);
    }

    @Override
    public float points(float[] scores, int place) {
      checkPlace(scores, place);
      float last = scores[scores.length - 1];
      float range = scores[0] - last;
      if (range == Float.POSITIVE_INFINITY) {
        return pointsFarApart(scores[0], last, scores[place]);
      }
      return range > 0 ? (scores[place] - last) / range : 1;
    }

    /** The best and the last are infinitely far apart, or farther than float32 can tell. */
    private static float pointsFarApart(double best, double last, double score) {
      double range = best - last;
      if (range < Double.POSITIVE_INFINITY) {
        return (float) ((score - last) / range);
      }
      boolean isBest = best == Double.POSITIVE_INFINITY ? score == best : score > last;
      return isBest ? 1 : 0;
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

    @Override
    public float points(float[] scores, int place) {
      checkPlace(scores, place);
      return 1f / ((long) k + place + 1);
    }
  }

  private static void checkWeight(float vectorWeight) {
    if (!(vectorWeight >= 0 && vectorWeight <= 1)) {
      throw new InvalidRequest("a vector's weight is 0 to 1, got " + vectorWeight);
    }
  }

  private static void checkPlace(float[] scores, int place) {
    if (place < 0 || place >= scores.length) {
      throw new InvalidRequest(
          "place %d is none of a leg with %d candidates".formatted(place, scores.length));
    }
  }
}
