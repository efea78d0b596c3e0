package dev.pilum.testkit.sim;

import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.Operation;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.table.Step;
import dev.pilum.testkit.table.TableModel;
import dev.pilum.testkit.table.TableRun;
import dev.pilum.testkit.table.Workload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/*
 * A power cut is a copy of the disk: at an operation that changes something, the store is asked what would be left if the power went off
 * now, and goes on. So one history of some hundred operations gives some hundred crash points at the price of one. Each copy is opened and
 * must hold one of the models that are right for that moment. While it recovers, and while it is written to afterwards, copies of it are
 * taken in turn: crashes during recovery from crashes, up to a few levels deep.
 *
 * Every image is opened, its files are counted, and its rows must be those of one of the models. What else is asked of it follows from its
 * files: the answers to filters and searches, and what verify says. So these questions are put once to each content of the disk that a
 * recovery of this history arrived at. Four of five arrive where another did, for most power cuts lose what recovery throws away or makes.
 */
/** Power cuts of one history: what each left behind, and the recovery from it. */
final class Recoveries {
  /** Deeper down nothing new is to be expected: each level begins with a recovery. */
  private static final int MAX_DEPTH = 4;

  /** One in so many operations of a recovery is a crash point in turn. */
  private static final int CUTS_ONE_IN = 40;

  /** So that one history cannot take all the time: from then on only its own cuts count. */
  private static final int MOST_DURING_RECOVERY = 200;

  /** Of so many recoveries that arrive at something new, one is followed by more steps. */
  private static final int NEW_GO_ON_ONE_IN = 2;

  /** And of so many others; these end elsewhere too, for the steps are drawn anew. */
  private static final int OTHERS_GO_ON_ONE_IN = 16;

  private static final int MOST_STEPS_AFTERWARDS = 12;

  private static final int TOLD_OPERATIONS = 20;

  private final Workload workload;
  private final FaultPlan lies;
  private final SplittableRandom random;
  private final TraceHash hash;
  private final Deque<Image> images = new ArrayDeque<>();
  private final Set<Long> checked = new HashSet<>();
  private long recovered;
  private long duringRecovery;

  /** What a power cut left behind. */
  private record Image(
      SimulatedFileStore disk, List<TableModel> candidates, int depth, String moment) {}

  /**
   * Prepares for the cuts of a history.
   *
   * @param lies what goes wrong without anybody being told
   */
  Recoveries(Workload workload, FaultPlan lies, long seed, TraceHash hash) {
    this.workload = workload;
    this.lies = lies;
    this.random = new SplittableRandom(seed);
    this.hash = hash;
  }

  /** Returns how many crash points were recovered from. */
  long recovered() {
    return recovered;
  }

  /** Returns how many of them lay in a recovery or behind one. */
  long duringRecovery() {
    return duringRecovery;
  }

  /** Notes what a power cut before an operation leaves, and what it may hold. */
  void cut(SimulatedFileStore disk, List<TableModel> candidates, Operation before) {
    images.add(new Image(disk.fork(), candidates, 1, before.toString()));
  }

  /** Recovers from the end of a process. */
  void check(SimulatedFileStore disk, List<TableModel> candidates) {
    images.add(new Image(disk, candidates, 1, "the next process"));
    recoverAll();
  }

  /** Recovers from all cuts so far, and those in these recoveries. */
  void recoverAll() {
    while (!images.isEmpty()) {
      recover(images.removeLast());
    }
  }

  private void recover(Image image) {
    recovered++;
    duringRecovery += image.depth() > 1 ? 1 : 0;
    try {
      TableRun run = opened(image);
      boolean isNew = check(run);
      hash.add(run.acknowledged().version());
      boolean goesOn = random.nextInt(isNew ? NEW_GO_ON_ONE_IN : OTHERS_GO_ON_ONE_IN) == 0;
      int steps = goesOn ? random.nextInt(MOST_STEPS_AFTERWARDS) : 0;
      for (int i = 0; i < steps; i++) {
        step(run);
      }
      if (steps > 0) {
        run.check();
      }
      run.close();
      run.checkLetGo();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "power cut %s%s: %s; the last operations since then: %s"
              .formatted(
                  image.depth() > 1 ? "number " + image.depth() + " " : "",
                  "before " + image.moment(),
                  e.getMessage(),
                  last(image.disk())),
          e);
    }
  }

  /** Checks what was just opened, and returns whether no recovery before had the same files. */
  private boolean check(TableRun run) {
    run.checkFiles();
    boolean isNew = checked.add(run.disk().fingerprint());
    if (isNew) {
      run.check();
    }
    return isNew;
  }

  private TableRun opened(Image image) {
    TableRun run =
        new TableRun(
            image.disk(), workload.again(random.nextLong()), random.nextLong(), image.candidates());
    image
        .disk()
        .follow(operation -> {
          hash.add(operation);
          if (image.depth() < MAX_DEPTH
              && duringRecovery < MOST_DURING_RECOVERY
              && operation.kind().isWrite()
              && random.nextInt(CUTS_ONE_IN) == 0) {
            images.add(
                new Image(
                    image.disk().fork(),
                    run.candidates(),
                    image.depth() + 1,
                    operation.toString()));
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
      throw new AssertionError("step %s of %s".formatted(step, run.acknowledged()), e);
    }
  }

  private static List<Operation> last(SimulatedFileStore disk) {
    List<Operation> trace = disk.trace();
    return trace.subList(Math.max(0, trace.size() - TOLD_OPERATIONS), trace.size());
  }
}
