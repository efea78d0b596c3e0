package dev.pilum.testkit.table;

import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.ForwardingEnv;
import dev.pilum.testkit.SimulatedEnv;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A simulated environment whose clock goes on by one millisecond each time somebody looks: how
 * often a query looks decides when its time is over.
 */
final class TickingEnv implements ForwardingEnv {
  private final SimulatedEnv env;
  private final AtomicLong looks = new AtomicLong();

  TickingEnv(SimulatedEnv env) {
    this.env = env;
  }

  @Override
  public Env env() {
    return env;
  }

  /** Returns how often somebody has looked at the clock. */
  long looks() {
    return looks.get();
  }

  @Override
  public long nanoTime() {
    return looks.incrementAndGet() * 1_000_000;
  }
}
