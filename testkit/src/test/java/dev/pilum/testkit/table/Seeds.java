package dev.pilum.testkit.table;

import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * The seeds of the histories that a test lives: a fixed range, or the only one that {@code -Dseed}
 * names.
 *
 * @param end first seed that is none of them
 * @param isNamed whether it is the one that {@code -Dseed} names
 */
public record Seeds(long first, long end, boolean isNamed) {
  /** Returns {@code count} seeds from {@code first} on, unless {@code -Dseed} names one. */
  public static Seeds from(long first, long count) {
    Long only = Long.getLong("seed");
    return only == null ? new Seeds(first, first + count, false) : new Seeds(only, only + 1, true);
  }

  /** Returns how many there are. */
  public long count() {
    return end - first;
  }

  /** Returns the line that lives one history of a test of this module again. */
  public static String replay(Class<?> test, long seed) {
    return "replay: mvn verify -pl testkit -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=%s -Dseed=0x%X"
        .formatted(test.getSimpleName(), seed);
  }

  /** Lives one history after another; one that fails says how it is lived again. */
  public void each(Class<?> test, LongConsumer history) {
    for (long seed = first; seed < end; seed++) {
      live(
          test,
          seed,
          one -> {
            history.accept(one);
            return one;
          });
    }
  }

  /**
   * As {@link #each}, as many at a time as there are cores; returns what came of each, in order.
   */
  public <T> List<T> atOnce(Class<?> test, LongFunction<T> history) {
    return Histories.each(first, end, seed -> live(test, seed, history));
  }

  private static <T> T live(Class<?> test, long seed, LongFunction<T> history) {
    try {
      return history.apply(seed);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(replay(test, seed), e);
    }
  }
}
