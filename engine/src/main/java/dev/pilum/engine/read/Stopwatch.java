package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.storage.env.Env;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times the steps of a query that is analysed. One that is off looks at no clock.
 *
 * <p>Immutable, safe for use by many threads.
 */
final class Stopwatch {
  /** Times nothing. */
  static final Stopwatch OFF = new Stopwatch(null);

  private final @Nullable Env env;

  private Stopwatch(@Nullable Env env) {
    this.env = env;
  }

  /** Returns one that times by this clock. */
  static Stopwatch by(Env env) {
    return new Stopwatch(env);
  }

  /** Returns whether anything is timed. */
  boolean isOn() {
    return env != null;
  }

  /** Returns what time it is, in nanoseconds since anything; 0 when off. */
  long nanos() {
    return env == null ? 0 : env.nanoTime();
  }

  /**
   * Returns what was measured of a step that ends now.
   *
   * @param startNanos what {@link #nanos} said when it began
   */
  Plan.Actual since(long startNanos, long rows, String... notes) {
    return new Plan.Actual(rows, Duration.ofNanos(nanos() - startNanos), List.of(notes));
  }
}
