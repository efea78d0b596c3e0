package dev.pilum.bench.compare.report;

import java.util.Locale;

/** Numbers for people: three digits. */
final class Numbers {
  private Numbers() {}

  /** Returns a number with three digits, or all before the point. */
  static String shortly(double value) {
    if (Double.isNaN(value)) {
      return "-";
    }
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }

  /** Returns a figure with its unit and its recall. */
  static String figure(Figure figure, Unit unit) {
    Double median = figure.median();
    if (median == null) {
      return "-";
    }
    Double recall = figure.recall();
    return shortly(median)
        + (unit == Unit.PER_SECOND ? "" : " ")
        + unit.sign()
        + (recall == null ? "" : String.format(Locale.ROOT, " (%.3f)", recall));
  }

  /** Returns the range of the rounds; says so when there was a single one. */
  static String range(Figure figure) {
    Double low = figure.low();
    Double high = figure.high();
    if (low == null || high == null) {
      return "";
    }
    return low.equals(high) ? "one round" : shortly(low) + " to " + shortly(high);
  }

  /** Returns by how much one is better, such as {@code 2.10 x}. */
  static String times(double advantage) {
    return Double.isNaN(advantage) ? "-" : shortly(advantage) + " x";
  }
}
