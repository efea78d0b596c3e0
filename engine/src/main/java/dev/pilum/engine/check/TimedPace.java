package dev.pilum.engine.check;

import dev.pilum.storage.env.Env;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * So many bytes a second. What is read is paid for by waiting before more is read: in any time as
 * much is read as the pace allows for it, what was asked for at once, and what is read in a
 * millisecond. Time not used is not saved up. One thread.
 */
public final class TimedPace implements Pace {
  /** Whoever ends the check waits for no longer than this, and for what is being read. */
  private static final long SLICE_NANOS = 50_000_000;

  /** Shorter waits are put off: waking a thread would cost more than it reads. */
  private static final long SHORTEST_NANOS = 1_000_000;

  private final Env env;
  private final double nanosPerByte;
  private final BooleanSupplier over;
  private long paidNanos;

  /** Begins at once; gives up when {@code over}, asked by the thread that reads, says so. */
  public TimedPace(Env env, long bytesPerSecond, BooleanSupplier over) {
    this.env = env;
    this.nanosPerByte = 1e9 / bytesPerSecond;
    this.over = over;
    this.paidNanos = env.nanoTime();
  }

  @Override
  public void spend(long bytes) {
    long owed = paidNanos - env.nanoTime();
    if (owed >= SHORTEST_NANOS) {
      await(owed);
    }
    giveUpIfOver();
    long now = env.nanoTime();
    long since = paidNanos - now > 0 ? paidNanos : now;
    paidNanos = since + (long) (bytes * nanosPerByte);
  }

  private void await(long nanos) {
    for (long left = nanos; left > 0; left -= SLICE_NANOS) {
      giveUpIfOver();
      pause(Math.min(left, SLICE_NANOS));
    }
  }

  private void pause(long nanos) {
    try {
      env.pause(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw givenUp();
    }
  }

  private void giveUpIfOver() {
    if (over.getAsBoolean()) {
      throw givenUp();
    }
  }

  private static CancellationException givenUp() {
    return new CancellationException("a check was given up");
  }
}
