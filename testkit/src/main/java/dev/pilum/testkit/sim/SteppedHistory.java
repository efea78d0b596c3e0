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
  private static final int STEPS = 60;

  private final long seed;
  private final StepMask mask;
  private final FaultPlan lies;
  private final Workload workload;
  private final TraceHash hash = new TraceHash();
  private final Recoveries recoveries;
  private final List<DoneStep> steps = new ArrayList<>();
  private final SimulatedFileStore disk;
  private final TableRun run;

  SteppedHistory(long seed, StepMask mask, FaultPlan lies) {
    this.seed = seed;
    this.mask = mask;
    this.lies = lies;
    SplittableRandom random = new SplittableRandom(seed);
    workload = new Workload(random.nextLong());
    recoveries = new Recoveries(workload, lies, random.nextLong(), hash);
    disk = new SimulatedFileStore(random.nextLong());
    run = new TableRun(disk, workload, random.nextLong(), List.of(TableModel.ABSENT));
  }

  @Override
  public void live() {
    disk.follow(this::faultFor);
    run.open();
    for (int number = 0; number < STEPS; number++) {
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
    if (operation.kind().isWrite()) {
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
