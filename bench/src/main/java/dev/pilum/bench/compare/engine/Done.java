package dev.pilum.bench.compare.engine;

import java.util.Arrays;

/**
 * Calls that were made.
 *
 * @param nanos how long each took, in their order where one thread made them
 * @param answers what each answered; empty arrays for writes
 * @param wallNanos how long all took together
 */
public record Done(long[] nanos, int[][] answers, long wallNanos) {
  /** Returns how many calls were made. */
  public int calls() {
    return nanos.length;
  }

  /** Returns the microseconds that {@code percent} of the calls did not exceed. */
  public double micros(int percent) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int rank = (int) (((long) sorted.length * percent + 99) / 100);
    return sorted[Math.max(0, rank - 1)] / 1e3;
  }

  /** Returns how many calls were made each second. */
  public double perSecond() {
    return calls() * 1e9 / Math.max(1, wallNanos);
  }
}
