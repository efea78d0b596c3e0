package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One history of a table, lived again and again, each time with one operation of the disk failing
 * once. Whatever the failure meets: it is said by an exception that a caller can expect, reads go
 * on, writes after a failed one are refused, and after reopening, with or without a power cut in
 * between, nothing acknowledged is missing.
 */
final class FaultExplorer {
  private static final int STEPS_AFTERWARDS = 4;

  /** What is tried again and again after a failure. */
  private static final List<Step.Upkeep> AFTERWARDS =
      List.of(Step.Upkeep.FLUSH, Step.Upkeep.OPTIMIZE, Step.Upkeep.AWAIT, Step.Upkeep.BACKGROUND);

  private final long seed;
  private final int steps;
  private final FaultMatrix matrix;
  private long livedThrough;

  /** A disk as the next process finds it. */
  private record Cut(SimulatedFileStore disk, Expected expected) {}

  /** Explores one history; {@code matrix} counts what failed. */
  FaultExplorer(long seed, int steps, FaultMatrix matrix) {
    this.seed = seed;
    this.steps = steps;
    this.matrix = matrix;
  }

  /** Returns how many failures were lived through. */
  long livedThrough() {
    return livedThrough;
  }

  /** Lets every operation fail in every way it can. */
  void failEach() {
    SimulatedFileStore disk = new SimulatedFileStore(seed);
    live(disk, 0, Fault.NONE);
    for (Operation operation : disk.trace()) {
      for (Fault fault : FaultMatrix.faults(operation.kind())) {
        fail(operation, fault);
      }
    }
  }

  /** Lets some operations fail, drawn by chance. */
  void failSome(int count) {
    SimulatedFileStore disk = new SimulatedFileStore(seed);
    live(disk, 0, Fault.NONE);
    SplittableRandom random = new SplittableRandom(~seed);
    for (int i = 0; i < count; i++) {
      Operation operation = disk.trace().get(random.nextInt(disk.trace().size()));
      List<Fault> faults = FaultMatrix.faults(operation.kind());
      fail(operation, faults.get(random.nextInt(faults.size())));
    }
  }

  private void fail(Operation operation, Fault fault) {
    SimulatedFileStore disk = new SimulatedFileStore(seed);
    matrix.tried(operation.kind(), fault);
    try {
      live(disk, operation.number(), fault);
      matrix.livedThrough(operation.kind(), fault);
      livedThrough++;
    } catch (RuntimeException | AssertionError e) {
      List<Operation> trace = disk.trace();
      int from = (int) Math.max(0, operation.number() - 10);
      throw new AssertionError(
          "seed 0x%X, %s at %s; around it %s"
              .formatted(
                  seed, fault, operation, trace.subList(from, Math.min(trace.size(), from + 30))),
          e);
    }
  }

  private void live(SimulatedFileStore disk, long failing, Fault fault) {
    SplittableRandom random = new SplittableRandom(seed);
    Workload workload = new Workload(random.nextLong());
    TableRun run = new TableRun(disk, workload, random.nextLong(), Expected.NOTHING);
    disk.follow(operation -> operation.number() == failing ? fault : Fault.NONE);
    boolean healthy = opened(run);
    for (int i = 0; i < steps && healthy; i++) {
      healthy = disk.operationCount() < failing || failing == 0;
      healthy &= run.attempt(run.draw()) == null;
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

  private static void reopen(Cut cut, Workload workload) {
    TableRun run = new TableRun(cut.disk(), workload, 0, cut.expected());
    run.open();
    run.check();
    run.checkFiles();
    for (int i = 0; i < STEPS_AFTERWARDS; i++) {
      run.step(run.draw());
    }
    run.check();
    run.close();
    run.checkLetGo();
  }
}
