package dev.pilum.engine.read;

import dev.pilum.storage.schema.Metric;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * Maximal marginal relevance (Carbonell and Goldstein, 1998): the next row is the one that is most relevant and least like those that
 * were chosen before, weighed against each other. The most similar chosen row of each candidate is kept, so that each choice costs one
 * comparison for each candidate that is left.
 */
/** Chooses rows that are relevant and unlike each other. */
final class Diversity {
  private Diversity() {}

  /**
   * Returns the places of the chosen rows, in the order of choice; of equals the first.
   *
   * @param relevance of each candidate
   * @param vectors of each candidate, {@code float[]}, or {@code byte[]} of bits or int8; {@code
   *     null} for one without, which is like no other
   * @param lambda how much relevance counts, 0 to 1
   * @param most how many to choose at most
   */
  static int[] choose(
      float[] relevance, @Nullable Object[] vectors, Metric metric, float lambda, int most) {
    int[] chosen = new int[Math.min(most, relevance.length)];
    float[] likeness = new float[relevance.length]; // to the most similar row that was chosen
    boolean[] taken = new boolean[relevance.length];
    for (int i = 0; i < chosen.length; i++) {
      int best = best(relevance, likeness, taken, lambda);
      chosen[i] = best;
      taken[best] = true;
      if (i == 0) {
        Arrays.fill(likeness, Float.NEGATIVE_INFINITY);
      }
      for (int row = 0; row < taken.length; row++) {
        if (!taken[row]) {
          likeness[row] = Math.max(likeness[row], score(metric, vectors[row], vectors[best]));
        }
      }
    }
    return chosen;
  }

  private static int best(float[] relevance, float[] likeness, boolean[] taken, float lambda) {
    int best = -1;
    double most = 0;
    for (int row = 0; row < taken.length; row++) {
      double gain = (double) lambda * relevance[row] - (1.0 - lambda) * likeness[row];
      if (!taken[row] && (best < 0 || gain > most)) {
        best = row;
        most = gain;
      }
    }
    return best;
  }

  private static float score(Metric metric, @Nullable Object a, @Nullable Object b) {
    return switch (a) {
      case byte[] bytes when b instanceof byte[] others && metric == Metric.HAMMING ->
          metric.score(differing(bytes, others));
      case byte[] bytes when b instanceof byte[] others ->
          metric.score(distance(metric, floats(bytes), floats(others)));
      case float[] floats when b instanceof float[] others ->
          metric.score(distance(metric, floats, others));
      case null, default -> 0;
    };
  }

  private static int differing(byte[] a, byte[] b) {
    int bits = 0;
    for (int i = 0; i < a.length; i++) {
      bits += Integer.bitCount((a[i] ^ b[i]) & 0xff);
    }
    return bits;
  }

  private static float[] floats(byte[] bytes) {
    float[] floats = new float[bytes.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = bytes[i];
    }
    return floats;
  }

  private static float distance(Metric metric, float[] a, float[] b) {
    double dot = 0;
    double lengths = 0;
    double otherLengths = 0;
    double apart = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      lengths += (double) a[i] * a[i];
      otherLengths += (double) b[i] * b[i];
      apart += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return switch (metric) {
      case COSINE -> {
        double norms = Math.sqrt(lengths) * Math.sqrt(otherLengths);
        yield norms == 0 ? 1 : (float) (1 - dot / norms);
      }
      case DOT -> (float) (1 - dot);
      case L2 -> (float) apart;
      case HAMMING -> throw new AssertionError("bits are counted");
    };
  }
}
