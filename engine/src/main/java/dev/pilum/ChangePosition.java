package dev.pilum;

import dev.pilum.storage.error.InvalidRequest;
import java.util.Comparator;

/**
 * A place between two changes of a table: behind all changes of versions up to {@code version}, and
 * behind the first {@code within} changes of the version after it.
 *
 * <p>Names the same place for ever, whatever flushes and merges do. Who stores it together with
 * what has been applied, in one transaction, applies every change exactly once.
 *
 * @param version a version, at least 0
 * @param within a number of changes, at least 0
 */
public record ChangePosition(long version, long within) implements Comparable<ChangePosition> {
  private static final Comparator<ChangePosition> ORDER =
      Comparator.comparingLong(ChangePosition::version).thenComparingLong(ChangePosition::within);

  /**
   * Checks both.
   *
   * @throws InvalidRequest when one is negative
   */
  public ChangePosition {
    if (version < 0 || within < 0) {
      throw new InvalidRequest(
          "versions and changes count from 0, got version %d and %d changes"
              .formatted(version, within));
    }
  }

  /** Returns the place behind all changes of this version and those before. */
  public static ChangePosition after(long version) {
    return new ChangePosition(version, 0);
  }

  /** Returns whether no version's changes lie on both sides. */
  public boolean isBetweenVersions() {
    return within == 0;
  }

  @Override
  public int compareTo(ChangePosition other) {
    return ORDER.compare(this, other);
  }

  /**
   * Returns the version, and the changes of the next one after a plus: {@code 17} or {@code 17+3}.
   */
  @Override
  public String toString() {
    return within == 0 ? Long.toString(version) : version + "+" + within;
  }
}
