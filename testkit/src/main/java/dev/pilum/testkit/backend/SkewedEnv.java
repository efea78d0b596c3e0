package dev.pilum.testkit.backend;

import dev.pilum.storage.env.Appointment;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/** A simulated world whose wall clock jumps now and then. */
record SkewedEnv(Env inner, FaultDice dice, AtomicLong skewMillis) implements Env {
  private static final long HOUR = 3_600_000L;

  @Override
  public FileStore files() {
    return inner.files();
  }

  @Override
  public long currentTimeMillis() {
    if (dice.strikes(FaultKind.TIME_CLOCK_SKEW, "clock")) {
      skewMillis.set(dice.draw(FaultKind.TIME_CLOCK_SKEW, -HOUR, HOUR + 1));
    }
    return inner.currentTimeMillis() + skewMillis.get();
  }

  @Override
  public long nanoTime() {
    return inner.nanoTime();
  }

  @Override
  public void pause(long nanos) throws InterruptedException {
    inner.pause(nanos);
  }

  @Override
  public long nextRandomLong() {
    return inner.nextRandomLong();
  }

  @Override
  public Executor background() {
    return inner.background();
  }

  @Override
  public Executor helpers() {
    return inner.helpers();
  }

  @Override
  public Appointment later(long nanos, Runnable task) {
    return inner.later(nanos, task);
  }

  @Override
  public int parallelism() {
    return inner.parallelism();
  }

  @Override
  public void close() {
    inner.close();
  }
}
