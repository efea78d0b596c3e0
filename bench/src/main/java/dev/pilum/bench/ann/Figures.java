package dev.pilum.bench.ann;

/** Numbers as they are printed. */
final class Figures {
  private Figures() {}

  /** Returns a number with so many digits behind the point. */
  static double rounded(double value, int digits) {
    double scale = Math.pow(10, digits);
    return Math.round(value * scale) / scale;
  }
}
