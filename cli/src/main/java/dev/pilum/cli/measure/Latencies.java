package dev.pilum.cli.measure;

import java.util.Arrays;

/** Collects how long single calls took. One thread at a time. */
public final class Latencies {
  private long[] nanos = new long[1_024];
  private int count;

  /** Adds a call that took {@code duration} nanoseconds. */
  public void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = duration;
  }

  /** Returns how many calls there were. */
  public int count() {
    return count;
  }

  /** Returns how long all calls took together, in nanoseconds. */
  public long totalNanos() {
    long total = 0;
    for (int i = 0; i < count; i++) {
      total += nanos[i];
    }
    return total;
  }

  /** Returns calls per second, had they followed one another without a pause. */
  public double perSecond() {
    return count * 1e9 / Math.max(1, totalNanos());
  }

  /**
   * Returns the time in microseconds that {@code percent} of the calls did not exceed; 0 when there
   * were none.
   */
  public double percentileMicros(double percent) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * count);
    return sorted[Math.max(0, rank - 1)] / 1e3;
  }
}
