package dev.pilum.testkit.sim;

import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.table.Step;
import dev.pilum.testkit.table.TableModel;
import dev.pilum.testkit.table.TableRun;
import dev.pilum.testkit.table.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One client who creates, writes, reopens and drops a table step by step, with a power cut before
 * every operation that changes the disk.
 */
final class SteppedHistory implements History {
  /** Long enough for several flushes, merges and graphs. */
  static final int STEPS = 60;

  private final long seed;
  private final StepMask mask;
  private final FaultPlan lies;
  private final int stepCount;
  private final int cutOneIn;
  private final SplittableRandom random;
  private final Workload workload;
  private final TraceHash hash = new TraceHash();
  private final Recoveries recoveries;
  private final List<DoneStep> steps = new ArrayList<>();
  private final SimulatedFileStore disk;
  private final TableRun run;

  /**
   * Prepares a history.
   *
   * @param lies what goes wrong without anybody being told
   * @param stepCount how many steps it has, those that are left out included
   * @param cutOneIn of how many operations one is a crash point; 1 for all
   */
  SteppedHistory(long seed, StepMask mask, FaultPlan lies, int stepCount, int cutOneIn) {
    this.seed = seed;
    this.mask = mask;
    this.lies = lies;
    this.stepCount = stepCount;
    this.cutOneIn = cutOneIn;
    this.random = new SplittableRandom(seed);
    workload = Workload.evolving(random.nextLong());
    recoveries = new Recoveries(workload, lies, random.nextLong(), hash);
    disk = new SimulatedFileStore(random.nextLong());
    run = new TableRun(disk, workload, random.nextLong(), List.of(TableModel.ABSENT));
  }

  @Override
  public void live() {
    disk.follow(this::faultFor);
    run.open();
    for (int number = 0; number < stepCount; number++) {
      if (mask.keeps(number)) {
        step(number);
        recoveries.recoverAll();
      }
    }
    run.check();
    run.close();
    run.checkLetGo();
    recoveries.recoverAll();
  }

  /** Returns the table's columns and mix. */
  Workload workload() {
    return workload;
  }

  private void step(int number) {
    Step step = workload.again(TraceHash.mix(seed, number)).next(run.acknowledged());
    steps.add(new DoneStep(number, "client", StepText.of(step)));
    try {
      run.step(step);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "step %s of %s: %s".formatted(StepText.of(step), run.acknowledged(), e.getMessage()), e);
    }
  }

  private Fault faultFor(Operation operation) {
    hash.add(operation);
    if (operation.kind().isWrite() && random.nextInt(cutOneIn) == 0) {
      recoveries.cut(disk, run.candidates(), operation);
    }
    return lies.faultFor(operation);
  }

  @Override
  public HistoryReport report() {
    return new HistoryReport(
        1,
        recoveries.recovered(),
        recoveries.duringRecovery(),
        Map.of(),
        steps.size(),
        hash.value());
  }

  @Override
  public List<DoneStep> steps() {
    return List.copyOf(steps);
  }
}
