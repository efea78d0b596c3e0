package dev.pilum;

import dev.pilum.storage.schema.Metric;

/**
 * Distances by the definition in {@link Metric}, in double precision, for comparison with what a
 * search says.
 */
final class Distances {
  private Distances() {}

  static double between(Metric metric, float[] a, float[] b) {
    return switch (metric) {
      case COSINE -> isZero(a) || isZero(b) ? 1 : 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
      case DOT -> 1 - dot(a, b);
      case L2 -> dot(a, a) - 2 * dot(a, b) + dot(b, b);
      case HAMMING -> throw new AssertionError("of bits, not of numbers");
    };
  }

  private static boolean isZero(float[] a) {
    return dot(a, a) == 0;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
