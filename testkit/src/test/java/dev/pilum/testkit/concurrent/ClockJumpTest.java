package dev.pilum.testkit.concurrent;

import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.ForwardingEnv;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.table.Seeds;
import dev.pilum.testkit.table.Step;
import dev.pilum.testkit.table.Workload;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The wall clock jumps years back and forth whenever somebody looks: no answer depends on it. */
class ClockJumpTest {
  private static final long FIRST_SEED = 0xC10C;
  private static final int LIVES = 6 * Integer.getInteger("pilum.real.scale", 1);
  private static final int STEPS = 120;

  @Test
  void everyAnswerIsTheModelsWhateverTheClockSays() {
    Seeds.from(FIRST_SEED, LIVES).each(getClass(), seed -> live(new SplittableRandom(seed)));
  }

  private static void live(SplittableRandom random) {
    Workload workload = new Workload(random.nextLong());
    SimulatedEnv env =
        new SimulatedEnv(new SimulatedFileStore(random.nextLong()), random.nextLong());
    SteppedTable table =
        new SteppedTable(new JumpingEnv(env, random.split()), workload, env::runOne);
    table.open();
    for (int i = 0; i < STEPS; i++) {
      Step step = table.draw();
      table.perform(step);
      table.expect(step.after(table.model()));
    }
    table.compare();
    table.close();
    table.open();
    table.checkWhole();
    table.close();
  }

  /** An environment whose wall clock says anything, and whose other clock goes on in leaps. */
  private static final class JumpingEnv implements ForwardingEnv {
    private final Env env;
    private final SplittableRandom random;
    private long nanos;

    JumpingEnv(Env env, SplittableRandom random) {
      this.env = env;
      this.random = random;
    }

    @Override
    public Env env() {
      return env;
    }

    @Override
    public long currentTimeMillis() {
      return random.nextLong(-1L << 42, 1L << 42);
    }

    @Override
    public long nanoTime() {
      nanos += random.nextInt(4) == 0 ? random.nextLong(1L << 45) : 0;
      return nanos;
    }
  }
}
