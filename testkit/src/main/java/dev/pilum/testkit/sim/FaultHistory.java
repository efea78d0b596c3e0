package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.OperationKind;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.table.Expected;
import dev.pilum.testkit.table.Step;
import dev.pilum.testkit.table.TableRun;
import dev.pilum.testkit.table.Workload;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One history of a table, lived again and again by one client, each time with one operation of the
 * disk failing once. Whatever the failure meets: it is said by an exception that a caller can
 * expect, reads go on, writes after a failed one are refused, and after reopening, with or without
 * a power cut in between, nothing acknowledged is missing.
 */
final class FaultHistory implements History {
  /** Steps of one life; more meet the same operations again. */
  private static final int STEPS = 40;

  private static final int STEPS_AFTERWARDS = 4;

  /** What is tried again and again after a failure. */
  private static final List<Step.Upkeep> AFTERWARDS =
      List.of(Step.Upkeep.FLUSH, Step.Upkeep.OPTIMIZE, Step.Upkeep.AWAIT, Step.Upkeep.BACKGROUND);

  private final long seed;
  private final StepMask mask;
  private final FaultPlan lies;

  /** How many operations fail; 0 for each of them, in every way it can. */
  private final int failures;

  private final TraceHash hash = new TraceHash();
  private final Map<String, Long> faults = new TreeMap<>();
  private final Map<Integer, DoneStep> done = new TreeMap<>();

  /** Contents of the disk that an opening arrived at, and that were asked everything. */
  private final Set<Long> checked = new HashSet<>();

  private long steps;
  private long reopened;

  /** A disk as the next process finds it. */
  private record Cut(SimulatedFileStore disk, Expected expected) {}

  FaultHistory(long seed, StepMask mask, FaultPlan lies, int failures) {
    this.seed = seed;
    this.mask = mask;
    this.lies = lies;
    this.failures = failures;
  }

  @Override
  public void live() {
    SimulatedFileStore disk = new SimulatedFileStore(seed);
    live(disk, 0, Fault.NONE);
    List<Operation> operations = disk.trace();
    SplittableRandom random = new SplittableRandom(~seed);
    for (int i = 0; i < failures; i++) {
      Operation operation = operations.get(random.nextInt(operations.size()));
      List<Fault> possible = possible(operation.kind());
      fail(operation, possible.get(random.nextInt(possible.size())));
    }
    if (failures == 0) {
      operations.forEach(
          operation -> possible(operation.kind()).forEach(fault -> fail(operation, fault)));
    }
  }

  @Override
  public HistoryReport report() {
    return new HistoryReport(1, reopened, 0, faults, steps, hash.value());
  }

  @Override
  public List<DoneStep> steps() {
    return List.copyOf(done.values());
  }

  /** Returns the ways in which an operation of this kind can fail. */
  static List<Fault> possible(OperationKind kind) {
    return switch (kind) {
      case CREATE, APPEND, RESERVE, CREATE_DIRECTORY, RENAME, LINK, FORCE, FORCE_DIRECTORY, LOCK ->
          List.of(Fault.IO_ERROR, Fault.NO_SPACE);
      case READ, MAP -> List.of(Fault.IO_ERROR, Fault.SHORT_READ);
      case OPEN, EXISTS, LENGTH, LIST, DELETE -> List.of(Fault.IO_ERROR);
    };
  }

  /** Returns what a failure is called in a report. */
  static String name(OperationKind kind, Fault fault) {
    return fault + " of " + kind;
  }

  private void fail(Operation operation, Fault fault) {
    SimulatedFileStore disk = new SimulatedFileStore(seed);
    try {
      live(disk, operation.number(), fault);
      faults.merge(name(operation.kind(), fault), 1L, Long::sum);
    } catch (RuntimeException | AssertionError e) {
      List<Operation> trace = disk.trace();
      int from = (int) Math.max(0, operation.number() - 10);
      throw new AssertionError(
          "%s at %s: %s; around it %s"
              .formatted(
                  fault,
                  operation,
                  e.getMessage(),
                  trace.subList(from, Math.min(trace.size(), from + 30))),
          e);
    }
  }

  private void live(SimulatedFileStore disk, long failing, Fault fault) {
    SplittableRandom random = new SplittableRandom(seed);
    Workload workload = Workload.evolving(random.nextLong());
    TableRun run = new TableRun(disk, workload, random.nextLong(), Expected.NOTHING);
    disk.follow(operation -> {
      hash.add(operation);
      return operation.number() == failing ? fault : lies.faultFor(operation);
    });
    boolean healthy = opened(run);
    for (int i = 0; i < STEPS && healthy; i++) {
      healthy = disk.operationCount() < failing || failing == 0;
      healthy &= made(i, run, workload);
    }
    SplittableRandom afterwards = new SplittableRandom(seed + failing);
    List<Cut> cuts = new ArrayList<>();
    if (failing > 0) {
      cuts.add(new Cut(disk.fork(), run.expectedAfterPowerCut()));
      goOn(run, afterwards);
      cuts.add(new Cut(disk.fork(), run.expectedAfterPowerCut()));
    }
    close(run);
    run.checkLetGo();
    cuts.add(new Cut(disk.kill(), run.expectedByNextProcess()));
    cuts.forEach(cut -> reopen(cut, workload.again(afterwards.nextLong())));
  }

  /** Makes the step with this number, if it is not left out, and returns whether all is well. */
  private boolean made(int number, TableRun run, Workload workload) {
    if (!mask.keeps(number)) {
      return true;
    }
    Step step = workload.again(TraceHash.mix(seed, number)).next(run.acknowledged());
    steps++;
    done.put(number, new DoneStep(number, "client", StepText.of(step)));
    return run.attempt(step) == null;
  }

  private static boolean opened(TableRun run) {
    try {
      run.open();
      return true;
    } catch (PilumException e) {
      assertThat(e).isInstanceOfAny(StorageFailure.class, Closed.class, Corruption.class);
      close(run);
      run.open();
      return false;
    }
  }

  /** Goes on after the failure: reads see what they saw, upkeep and writes work or are refused. */
  private static void goOn(TableRun run, SplittableRandom random) {
    for (int i = 0; i < STEPS_AFTERWARDS && run.isOpen(); i++) {
      run.checkReads();
      Step drawn = run.draw();
      Step.Upkeep what = AFTERWARDS.get(random.nextInt(AFTERWARDS.size()));
      // A table that refuses writes can still be dropped; what it held is then no question any
      // more.
      boolean upkeep = random.nextBoolean() || drawn instanceof Step.Drop;
      run.attempt(upkeep ? new Step.Keep(what) : drawn);
    }
    run.checkReads();
  }

  private static void close(TableRun run) {
    try {
      run.close();
    } catch (PilumException e) {
      assertThat(e).isInstanceOfAny(StorageFailure.class, Closed.class, Corruption.class);
    }
  }

  private void reopen(Cut cut, Workload workload) {
    TableRun run = new TableRun(cut.disk(), workload, 0, cut.expected());
    run.open();
    run.checkFiles();
    if (checked.add(cut.disk().fingerprint())) {
      run.check();
      for (int i = 0; i < STEPS_AFTERWARDS; i++) {
        run.step(run.draw());
      }
      run.check();
    }
    run.close();
    run.checkLetGo();
    hash.add(run.acknowledged().version());
    reopened++;
  }
}
