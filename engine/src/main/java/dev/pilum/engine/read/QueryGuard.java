package dev.pilum.engine.read;

import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.Cancelled;
import dev.pilum.storage.error.Cancelled.Reason;
import dev.pilum.storage.error.InvalidRequest;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Says whether one run of a query may go on: until its time is over, or whoever asked is
 * interrupted. Those who do the work ask every millisecond or so of it.
 *
 * <p>Safe for use by many threads, all of which work for the thread that made it.
 */
final class QueryGuard implements BooleanSupplier {
  /** Rows made between two looks: a few microseconds each where vectors are long. */
  private static final int ROWS_PER_CHECK = 256;

  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private final @Nullable Thread caller;
  private final @Nullable Env env;
  private final @Nullable Duration timeout;
  private final long startNanos;

  private QueryGuard(
      @Nullable Thread caller, @Nullable Env env, @Nullable Duration timeout, long startNanos) {
    this.caller = caller;
    this.env = env;
    this.timeout = timeout;
    this.startNanos = startNanos;
  }

  /**
   * Guards a run for the calling thread that begins now.
   *
   * @param timeout how long it may take, or {@code null} for ever
   */
  static QueryGuard start(Env env, @Nullable Duration timeout) {
    return timeout == null
        ? new QueryGuard(Thread.currentThread(), null, null, 0)
        : new QueryGuard(Thread.currentThread(), env, timeout, env.nanoTime());
  }

  /** Returns a guard that lets everything go on, for work that nobody waits for. */
  static QueryGuard none() {
    return new QueryGuard(null, null, null, 0);
  }

  /** Returns the guard of the same run, begun when it began, for whoever calls this. */
  QueryGuard ofCallingThread() {
    return new QueryGuard(Thread.currentThread(), env, timeout, startNanos);
  }

  /** Returns {@code timeout}, or the longest that can be measured, if it is any time at all. */
  static Duration checked(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new InvalidRequest("a timeout must be positive, got " + timeout);
    }
    return timeout.compareTo(FOREVER) > 0 ? FOREVER : timeout;
  }

  /**
   * Returns if the query may go on.
   *
   * @throws Cancelled if not
   */
  void check() {
    if (caller != null && caller.isInterrupted()) {
      throw new Cancelled(
          Reason.INTERRUPTED,
          "the query was given up because its thread was interrupted; nothing was changed, run it"
              + " again");
    }
    if (env != null && timeout != null && env.nanoTime() - startNanos >= timeout.toNanos()) {
      throw new Cancelled(
          Reason.TIMEOUT,
          "the query took longer than its timeout of %s; give it more time or ask for less"
              .formatted(timeout));
    }
  }

  /** As {@link #check} at every 256th row, at others nothing. */
  void checkAt(int row) {
    if ((row & (ROWS_PER_CHECK - 1)) == 0) {
      check();
    }
  }

  /** As {@link #check}; never returns {@code true}. */
  @Override
  public boolean getAsBoolean() {
    check();
    return false;
  }
}
