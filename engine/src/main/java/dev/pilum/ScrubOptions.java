package dev.pilum;

import dev.pilum.storage.error.InvalidRequest;
import java.time.Duration;

/**
 * Whether, how often and how fast a database that is open for writing reads its files in the
 * background to see whether they are still what was written.
 *
 * @param every how long after the end of one round the next begins, zero for never; at least a
 *     millisecond, at most 36,500 days. The first begins at a random moment of that time, so that a
 *     process that never runs so long has its turn too
 * @param bytesPerSecond how much is read in a second, over all tables; at least 1
 */
public record ScrubOptions(Duration every, long bytesPerSecond) {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /**
   * No scrub; one that is asked for reads 8 MiB a second, which is 690 GiB a day and a fiftieth of
   * what an ordinary solid-state disk reads.
   */
  public static final ScrubOptions OFF = new ScrubOptions(Duration.ZERO, 8 << 20);

  public ScrubOptions {
    boolean tooShort = !every.isZero() && every.compareTo(SHORTEST) < 0;
    if (tooShort || every.compareTo(LONGEST) > 0) {
      throw new InvalidRequest(
          "a scrub is made every millisecond to 36,500 days, or never (zero), got " + every);
    }
    if (bytesPerSecond < 1) {
      throw new InvalidRequest("bytesPerSecond must be at least 1, got " + bytesPerSecond);
    }
  }

  /** Returns whether there is any. */
  public boolean isOn() {
    return !every.isZero();
  }
}
