package dev.pilum.testkit.table;

import dev.pilum.testkit.SimulatedFileStore;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Long lives without accidents: every answer of the table is the model's. */
class ModelTest {
  private static final long FIRST_SEED = 0x30DE1;
  private static final int STEPS = Integer.getInteger("pilum.model.steps", 2_000);
  private static final int STEPS_OF_ONE_LIFE = 250;

  @Test
  void everyAnswerIsTheModels() {
    Seeds.from(FIRST_SEED, Math.max(1, 5L * STEPS / STEPS_OF_ONE_LIFE))
        .atOnce(getClass(), ModelTest::live);
  }

  static long live(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Workload workload = new Workload(random.nextLong());
    SimulatedFileStore disk = new SimulatedFileStore(random.nextLong());
    TableRun run = new TableRun(disk, workload, random.nextLong(), Expected.NOTHING);
    Step step = new Step.Create();
    try {
      run.open();
      for (int i = 0; i < STEPS_OF_ONE_LIFE; i++) {
        run.step(step);
        run.checkReads();
        step = run.draw();
      }
      run.check();
      run.close();
      run.checkLetGo();
      return seed;
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("step %s of %s".formatted(step, run.acknowledged()), e);
    }
  }
}
