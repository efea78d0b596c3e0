package dev.pilum.engine.filter;

/**
 * For how many rows of a source a condition is true, dead rows included: known bounds, and what is
 * most likely. All three are the same where an index has counted.
 *
 * @param least no fewer than this
 * @param expected what is most likely, from {@code least} to {@code most}
 * @param most no more than this
 * @param of how many rows there are
 */
public record RowEstimate(long least, long expected, long most, long of) {
  public RowEstimate {
    assert 0 <= least && least <= expected && expected <= most && most <= of
        : least + " " + expected + " " + most + " " + of;
  }

  /** Returns a number that was counted. */
  static RowEstimate exactly(long rows, long of) {
    return new RowEstimate(rows, rows, rows, of);
  }

  /** Returns an estimate with what is expected brought between the bounds. */
  static RowEstimate between(long least, double expected, long most, long of) {
    return new RowEstimate(least, Math.clamp(Math.round(expected), least, most), most, of);
  }

  /** Returns what is expected as a fraction of all rows, 0 to 1. */
  public double selectivity() {
    return of == 0 ? 0 : (double) expected / of;
  }

  /** As if conditions had nothing to do with each other. */
  RowEstimate and(RowEstimate other) {
    return between(
        Math.max(0, least + other.least - of),
        expected * other.selectivity(),
        Math.min(most, other.most),
        of);
  }

  /** As if conditions had nothing to do with each other. */
  RowEstimate or(RowEstimate other) {
    return between(
        Math.max(least, other.least),
        expected + other.expected - expected * other.selectivity(),
        Math.min(of, most + other.most),
        of);
  }

  /** Returns the estimate of the opposite, which is unknown for at most so many rows. */
  RowEstimate not(long unknown) {
    return between(Math.max(0, of - most - unknown), of - expected - unknown / 2.0, of - least, of);
  }
}
