package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.testkit.Fault;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Rows that die, come and change while their segment is being written or merged. A commit is made
 * from inside the disk, when it is asked to write a file of a flush, merge or graph: the same as
 * another thread's, and the same again for the same seed.
 */
class CommitsBesideUpkeepTest {
  private static final long FIRST_SEED = 0xBE51DE;
  private static final int SEEDS = Integer.getInteger("pilum.sim.seeds", 200);
  private static final int STEPS = 80;

  private int beside;

  @Test
  void whatIsWrittenBesideAFlushOrMergeIsNeitherLostNorUndone() {
    Seeds seeds = Seeds.from(FIRST_SEED, SEEDS);
    seeds.each(getClass(), this::live);
    assertThat(beside).as("commits beside upkeep").isGreaterThan((int) seeds.count());
  }

  /** Returns how many commits came between operations of upkeep. */
  long beside() {
    return beside;
  }

  void live(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Workload workload = new Workload(random.nextLong()).flushedOnlyWhenAsked(random.nextLong());
    SimulatedFileStore disk = new SimulatedFileStore(random.nextLong());
    TableRun run = new TableRun(disk, workload, random.nextLong(), Expected.NOTHING);
    run.open();
    for (int i = 0; i < STEPS; i++) {
      Step step = run.draw();
      if (step instanceof Step.Keep(Step.Upkeep what) && what != Step.Upkeep.REOPEN) {
        disk.follow(operation -> besides(run, operation, random));
      }
      run.step(step);
      disk.follow(operation -> Fault.NONE);
      run.checkReads();
    }
    run.check();
    run.step(run.isOpen() ? new Step.Keep(Step.Upkeep.REOPEN) : new Step.Create());
    run.check();
    run.close();
    run.checkLetGo();
  }

  private Fault besides(TableRun run, Operation operation, SplittableRandom random) {
    boolean ofUpkeep = operation.path().contains("/data/") || operation.path().contains("/index/");
    if (ofUpkeep && operation.kind().isWrite() && random.nextInt(4) == 0) {
      Step step = run.draw();
      if (!(step instanceof Step.Keep
          || step instanceof Step.Index
          || step instanceof Step.Drop
          || step instanceof Step.Read)) {
        beside++;
        run.step(step);
      }
    }
    return Fault.NONE;
  }
}
