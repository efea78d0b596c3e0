package dev.pilum.storage.schema;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a table stay readable beside the newest, tagged ones and those that somebody
 * reads: the newest {@code versions}, and those that were the newest at some time within {@code
 * age}. Whatever one of the two keeps, stays.
 *
 * <p>The rows that older versions show and newer ones do not take disk space until upkeep finds
 * that no version needs them any more.
 *
 * @param versions how many of the newest versions stay, the newest itself among them; 1 to {@link
 *     #MOST_VERSIONS}
 * @param age for how long a version stays after it has been replaced, at least zero; never more
 *     than {@link #MOST_VERSIONS} versions
 */
public record Retention(int versions, Duration age) {
  /**
   * Never more versions than this stay, tagged ones aside: each takes 24 bytes of memory while the
   * table is open, and about 5 in each manifest.
   */
  public static final int MOST_VERSIONS = 1 << 20;

  /** Only the newest version stays. What a table starts with. */
  public static final Retention NEWEST = new Retention(1, Duration.ZERO);

  /** The newest {@link #MOST_VERSIONS} versions stay. */
  public static final Retention ALL = new Retention(MOST_VERSIONS, Duration.ZERO);

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException when one is out of range
   */
  public Retention {
    if (versions < 1 || versions > MOST_VERSIONS) {
      throw new IllegalArgumentException(
          "1 to " + MOST_VERSIONS + " versions can be kept, got " + versions);
    }
    if (age.isNegative()) {
      throw new IllegalArgumentException("versions are kept for at least 0 ms, got " + age);
    }
  }

  /** Returns the retention of the newest {@code versions}. */
  public static Retention ofVersions(int versions) {
    return new Retention(versions, Duration.ZERO);
  }

  /** Returns the retention of versions that were the newest at some time within {@code age}. */
  public static Retention ofAge(Duration age) {
    return new Retention(1, age);
  }

  /** Returns whether any version but the newest stays. */
  public boolean keepsMoreThanNewest() {
    return versions > 1 || !age.isZero();
  }

  /** Returns the age in milliseconds; what is longer than a {@code long} holds is for ever. */
  public long ageMillis() {
    return age.compareTo(Duration.ofMillis(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : age.toMillis();
  }

  /** Returns the retention that a number of versions and an age stand for, or {@code null}. */
  public static @Nullable Retention ofCode(int versions, long ageMillis) {
    return versions < 1 || versions > MOST_VERSIONS || ageMillis < 0
        ? null
        : new Retention(versions, Duration.ofMillis(ageMillis));
  }
}
