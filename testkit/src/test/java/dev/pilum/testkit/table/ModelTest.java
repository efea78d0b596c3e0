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
    Long only = Long.getLong("seed");
    long first = only == null ? FIRST_SEED : only;
    long lives = only == null ? Math.max(1, 5L * STEPS / STEPS_OF_ONE_LIFE) : 1;
    Histories.each(first, first + lives, ModelTest::live);
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
      throw new AssertionError(
          "step %s of %s; replay: mvn verify -pl testkit -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=ModelTest -Dseed=0x%X"
              .formatted(step, run.acknowledged(), seed),
          e);
    }
  }
}
