package dev.pilum.testkit.table;

import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.SimulatedFileStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/*
 * A power cut is a copy of the disk: at every operation that changes something, the store is asked what would be left if the power went
 * off now, and goes on. So one history of some hundred operations gives some hundred crash points at the price of one. Each copy is
 * opened and must hold what had been acknowledged at that moment, or that and the step under way. While it recovers, and while it is
 * written to afterwards, copies of it are taken in turn: crashes during recovery from crashes, up to a few levels deep.
 */
/** Lives one history of a table and recovers from power cuts all over it. */
final class CrashExplorer {
  /** Deeper down nothing new is to be expected: each level begins with a recovery. */
  private static final int MAX_DEPTH = 4;

  private final long seed;
  private final FaultPlan lies;
  private final int oneIn;
  private final SplittableRandom random;
  private final Workload workload;
  private final Deque<Image> images = new ArrayDeque<>();
  private long recovered;
  private long duringRecovery;

  /** What a power cut left behind. */
  private record Image(
      SimulatedFileStore disk, Expected expected, int depth, @Nullable Operation cut) {}

  /**
   * Prepares a history.
   *
   * @param lies what goes wrong without anybody being told
   * @param oneIn of how many operations one is a crash point; 1 for all
   */
  CrashExplorer(long seed, FaultPlan lies, int oneIn) {
    this.seed = seed;
    this.lies = lies;
    this.oneIn = oneIn;
    this.random = new SplittableRandom(seed);
    this.workload = new Workload(random.nextLong());
  }

  /** Returns the table's columns and mix. */
  Workload workload() {
    return workload;
  }

  /** Returns how many crash points were recovered from. */
  long recovered() {
    return recovered;
  }

  /** Returns how many of them lay in a recovery or behind one. */
  long duringRecovery() {
    return duringRecovery;
  }

  /** Lives through this many steps. */
  void live(int steps) {
    SimulatedFileStore disk = new SimulatedFileStore(random.nextLong());
    TableRun run = run(new Image(disk, Expected.NOTHING, 0, null), oneIn);
    for (int i = 0; i < steps; i++) {
      step(run);
      recoverAll();
    }
    run.check();
    end(run);
    recoverAll();
  }

  private void recoverAll() {
    while (!images.isEmpty()) {
      recover(images.removeLast());
    }
  }

  private void recover(Image image) {
    recovered++;
    duringRecovery += image.depth() > 1 ? 1 : 0;
    try {
      TableRun run = run(image, 40);
      run.checkFiles();
      run.check();
      int steps = random.nextInt(4) == 0 ? random.nextInt(12) : 0;
      for (int i = 0; i < steps; i++) {
        step(run);
      }
      if (steps > 0) {
        run.check();
      }
      end(run);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "seed 0x%X, depth %d, power cut before %s; since then %s"
              .formatted(seed, image.depth(), image.cut(), last(image.disk(), 30)),
          e);
    }
  }

  private TableRun run(Image image, int oneOf) {
    TableRun run =
        new TableRun(
            image.disk(), workload.again(random.nextLong()), random.nextLong(), image.expected());
    image
        .disk()
        .follow(operation -> {
          if (image.depth() < MAX_DEPTH
              && operation.kind().isWrite()
              && random.nextInt(oneOf) == 0) {
            images.add(imageOf(run, image.depth() + 1, operation));
          }
          return lies.faultFor(operation);
        });
    run.open();
    return run;
  }

  private static void step(TableRun run) {
    Step step = run.draw();
    try {
      run.step(step);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "step %s of %s; %s".formatted(step, run.acknowledged(), last(run.disk(), 30)), e);
    }
  }

  private static void end(TableRun run) {
    run.close();
    run.checkLetGo();
  }

  private static Image imageOf(TableRun run, int depth, Operation cut) {
    return new Image(run.disk().fork(), run.expectedAfterPowerCut(), depth, cut);
  }

  private static List<Operation> last(SimulatedFileStore disk, int count) {
    List<Operation> trace = disk.trace();
    return trace.subList(Math.max(0, trace.size() - count), trace.size());
  }
}
