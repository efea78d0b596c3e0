package dev.pilum.bench.compare.trial;

import org.jspecify.annotations.Nullable;

/**
 * What a round found.
 *
 * @param value in the unit of the line
 * @param recall the share of right answers; NaN where that means nothing
 * @param note what one must know to read it, or {@code null}
 */
record Sample(double value, double recall, @Nullable String note) {
  static Sample of(double value) {
    return new Sample(value, Double.NaN, null);
  }
}
