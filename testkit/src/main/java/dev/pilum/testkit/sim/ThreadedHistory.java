package dev.pilum.testkit.sim;

import dev.pilum.ScrubOptions;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.table.Step;
import dev.pilum.testkit.table.TableModel;
import dev.pilum.testkit.table.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A table and several processes that use it one after another, each with many clients at once. Each
 * ends in its own way: closed, killed, by a power cut, or after a failure of the disk.
 */
final class ThreadedHistory implements History {
  /** After each process that closed its database. */
  private static final int FLIPPED_BITS = 8;

  private final SplittableRandom random;
  private final long seed;
  private final StepMask mask;
  private final FaultPlan lies;
  private final Workload workload;
  private final Circumstances circumstances;
  private final TraceHash hash = new TraceHash();
  private final Recoveries recoveries;
  private final List<DoneStep> steps = new ArrayList<>();
  private final Map<String, Long> faults = new TreeMap<>();
  private final ScrubOptions scrub;
  private long ends;
  private long scrubs;

  ThreadedHistory(long seed, StepMask mask, FaultPlan lies) {
    this(seed, mask, lies, ScrubOptions.OFF);
  }

  /** A history whose tables are scrubbed meanwhile. */
  ThreadedHistory(long seed, StepMask mask, FaultPlan lies, ScrubOptions scrub) {
    this.seed = seed;
    this.mask = mask;
    this.lies = lies;
    this.scrub = scrub;
    random = new SplittableRandom(seed);
    workload = Workload.evolving(random.nextLong());
    circumstances = Circumstances.draw(random);
    recoveries = new Recoveries(workload, lies, random.nextLong(), hash);
  }

  @Override
  public void live() {
    SimulatedFileStore disk = new SimulatedFileStore(random.nextLong());
    List<TableModel> candidates = List.of(TableModel.ABSENT);
    for (int number = 0; number < circumstances.lives(); number++) {
      Mishap mishap = Mishap.draw(random);
      ThreadedLife life = new ThreadedLife(this, disk, candidates, number, mishap);
      try {
        life.live();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError(
            "process %d of %s with %s: %s".formatted(number, circumstances, mishap, e.getMessage()),
            e);
      }
      candidates = life.candidates();
      count(mishap);
      if (!mishap.hasHappened()) {
        rot(disk, candidates.getFirst());
      }
      disk = next(disk, mishap);
    }
    recoveries.check(disk, candidates);
  }

  private void count(Mishap mishap) {
    if (mishap.endedTheProcess()) {
      ends++;
    } else if (mishap.hasHappened()) {
      faults.merge(mishap.kind().toString(), 1L, Long::sum);
    }
  }

  /** Lets bits flip in copies of a disk whose database is closed. */
  private void rot(SimulatedFileStore disk, TableModel model) {
    BitRot rot = new BitRot(workload, model, random.nextLong());
    for (int i = 0; i < FLIPPED_BITS; i++) {
      rot.strike(disk.fork());
      faults.merge("BIT_ROT", 1L, Long::sum);
    }
  }

  /** Returns the disk as the next process finds it. */
  private SimulatedFileStore next(SimulatedFileStore disk, Mishap mishap) {
    return switch (mishap.kind()) {
      case KILL -> disk.kill();
      case POWER_CUT -> disk.crash();
      default -> random.nextBoolean() ? disk.kill() : disk.crash();
    };
  }

  @Override
  public HistoryReport report() {
    return new HistoryReport(
        1,
        ends + recoveries.recovered(),
        recoveries.duringRecovery(),
        faults,
        steps.size(),
        hash.value());
  }

  @Override
  public List<DoneStep> steps() {
    return List.copyOf(steps);
  }

  Circumstances circumstances() {
    return circumstances;
  }

  Workload workload() {
    return workload;
  }

  /** Returns how often tables are scrubbed. */
  ScrubOptions scrub() {
    return scrub;
  }

  /** Takes note of a scrub that has ended. */
  void scrubbed() {
    scrubs++;
  }

  /** Returns how many scrubs have ended. */
  long scrubs() {
    return scrubs;
  }

  Recoveries recoveries() {
    return recoveries;
  }

  TraceHash hash() {
    return hash;
  }

  FaultPlan lies() {
    return lies;
  }

  /** Returns a seed for whatever has this number, the same whatever else is left out. */
  long seedOf(int number) {
    return TraceHash.mix(seed, number);
  }

  /** Returns whether the step with this number is to be made, and notes it if so. */
  boolean begins(int number, String client, Step what) {
    boolean kept = mask.keeps(number);
    if (kept) {
      steps.add(new DoneStep(number, client, StepText.of(what)));
      hash.add(number);
    }
    return kept;
  }
}
