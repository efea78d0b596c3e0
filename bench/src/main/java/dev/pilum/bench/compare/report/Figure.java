package dev.pilum.bench.compare.report;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one engine. All are {@code null} but the note when nothing was.
 *
 * @param median of the rounds
 * @param low the best or worst round, whichever is less
 * @param high the other one
 * @param recall the share of right answers while it was measured; {@code null} where that means
 *     nothing
 * @param note what one must know to read it, or why there is none
 */
public record Figure(
    @Nullable Double median,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Double recall,
    @Nullable String note) {

  /** Returns the figure that is not there, and why. */
  public static Figure none(String why) {
    return new Figure(null, null, null, null, why);
  }

  /** Returns the figure of rounds, at least one. */
  public static Figure of(double[] rounds, @Nullable Double recall, @Nullable String note) {
    double[] sorted = rounds.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Figure(median, sorted[0], sorted[sorted.length - 1], recall, note);
  }
}
