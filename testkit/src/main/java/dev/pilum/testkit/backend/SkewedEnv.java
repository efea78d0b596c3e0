package dev.pilum.testkit.backend;

import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.ForwardingEnv;
import java.util.concurrent.atomic.AtomicLong;

/** A simulated world whose wall clock jumps now and then. */
record SkewedEnv(Env env, FaultDice dice, AtomicLong skewMillis) implements ForwardingEnv {
  private static final long HOUR = 3_600_000L;

  @Override
  public long currentTimeMillis() {
    if (dice.strikes(FaultKind.TIME_CLOCK_SKEW, "clock")) {
      skewMillis.set(dice.draw(FaultKind.TIME_CLOCK_SKEW, -HOUR, HOUR + 1));
    }
    return env.currentTimeMillis() + skewMillis.get();
  }
}
