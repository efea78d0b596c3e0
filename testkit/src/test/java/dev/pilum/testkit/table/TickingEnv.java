package dev.pilum.testkit.table;

import dev.pilum.storage.env.Appointment;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import dev.pilum.testkit.SimulatedEnv;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A simulated environment whose clock goes on by one millisecond each time somebody looks: how
 * often a query looks decides when its time is over.
 */
final class TickingEnv implements Env {
  private final SimulatedEnv env;
  private final AtomicLong looks = new AtomicLong();

  TickingEnv(SimulatedEnv env) {
    this.env = env;
  }

  /** Returns how often somebody has looked at the clock. */
  long looks() {
    return looks.get();
  }

  @Override
  public FileStore files() {
    return env.files();
  }

  @Override
  public long currentTimeMillis() {
    return env.currentTimeMillis();
  }

  @Override
  public long nanoTime() {
    return looks.incrementAndGet() * 1_000_000;
  }

  @Override
  public long nextRandomLong() {
    return env.nextRandomLong();
  }

  @Override
  public Executor background() {
    return env.background();
  }

  @Override
  public Executor helpers() {
    return env.helpers();
  }

  @Override
  public Appointment later(long nanos, Runnable task) {
    return env.later(nanos, task);
  }

  @Override
  public int parallelism() {
    return env.parallelism();
  }

  @Override
  public void close() {
    env.close();
  }
}
