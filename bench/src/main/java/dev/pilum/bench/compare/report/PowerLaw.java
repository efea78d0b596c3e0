package dev.pilum.bench.compare.report;

import dev.pilum.bench.compare.report.Report.Growth.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The power of the row count that a figure grows with, by least squares over logarithms. */
public final class PowerLaw {
  private PowerLaw() {}

  /** Returns the exponent, or {@code null} when fewer than two sizes have a positive figure. */
  public static @Nullable Double exponent(List<Size> sizes) {
    List<Size> positive = sizes.stream().filter(size -> size.value() > 0).toList();
    double meanX = positive.stream().mapToDouble(size -> Math.log(size.rows())).average().orElse(0);
    double meanY =
        positive.stream().mapToDouble(size -> Math.log(size.value())).average().orElse(0);
    double products = 0;
    double squares = 0;
    for (Size size : positive) {
      double x = Math.log(size.rows()) - meanX;
      products += x * (Math.log(size.value()) - meanY);
      squares += x * x;
    }
    return squares == 0 ? null : Double.valueOf(products / squares);
  }

  /**
   * Returns the figure to expect of {@code rows} rows, going on from the last of {@code sizes} with
   * their exponent, or with 1 where that is less or unknown.
   */
  public static double extended(List<Size> sizes, int rows) {
    Size last = sizes.getLast();
    Double exponent = exponent(sizes);
    double steep = exponent == null ? 1 : Math.max(1, exponent);
    return last.value() * Math.pow((double) rows / last.rows(), steep);
  }
}
