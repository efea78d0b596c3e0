package dev.pilum.testkit.sim;

import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.sim.History.DoneStep;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one history follows from; lived as often as one likes.
 *
 * @param lies what the disk does wrong without anybody being told: a fresh plan for each life
 */
public record Replay(History.Kind kind, long seed, StepMask mask, Supplier<FaultPlan> lies) {
  /**
   * How a history failed.
   *
   * @param failure what it failed with
   * @param steps those that were begun
   */
  public record Failed(Replay replay, Throwable failure, List<DoneStep> steps) {
    /** Returns what two failures have in common when they are the same: what failed, and where. */
    String signature() {
      Throwable root = failure;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      for (StackTraceElement frame : root.getStackTrace()) {
        if (frame.getClassName().startsWith("dev.pilum")) {
          return root.getClass().getName() + frame.getClassName() + frame.getMethodName();
        }
      }
      return root.getClass().getName();
    }
  }

  /** What came of it: a failure, or else a report. */
  public record Outcome(@Nullable Failed failed, HistoryReport report) {}

  /** Lives it. */
  public Outcome live() {
    History history = History.of(kind, seed, mask, lies.get());
    try {
      history.live();
      return new Outcome(null, history.report());
    } catch (RuntimeException | Error e) {
      return new Outcome(new Failed(this, e, history.steps()), history.report());
    }
  }

  /** Returns the same history with fewer steps. */
  public Replay with(StepMask fewer) {
    return new Replay(kind, seed, fewer, lies);
  }

  /** Returns the command that lives it again. */
  @Override
  public String toString() {
    return "dev/simulate --history %s --seed 0x%X --steps %s"
        .formatted(kind.name().toLowerCase(Locale.ROOT), seed, mask);
  }
}
