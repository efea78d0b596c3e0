package dev.pilum.testkit.sim;

import dev.pilum.testkit.FaultPlan;
import java.util.List;

/** One history of a database, lived once. It follows from a seed and a mask of its steps. */
public interface History {
  /** So often a history of failures is lived. */
  int FAILURES = 20;

  /** How a history is lived. */
  enum Kind {
    /** One client, a power cut before every operation that changes the disk. */
    CUTS,
    /** One client, again and again, each time with one failing operation. */
    FAULTS,
    /** Several clients at once, in a chosen order of threads, through crashes and faults. */
    THREADS
  }

  /**
   * Lives through it.
   *
   * @throws AssertionError when something acknowledged is lost, or anything else is wrong
   */
  void live();

  /** Returns what happened so far; all of it after {@link #live}. */
  HistoryReport report();

  /** Returns the steps that were begun, in their order. */
  List<DoneStep> steps();

  /**
   * A step that was begun.
   *
   * @param number what a {@link StepMask} calls it
   * @param client who made it
   * @param what what was to be done
   */
  record DoneStep(int number, String client, String what) {}

  /**
   * Prepares a history.
   *
   * @param lies what the disk does wrong without anybody being told, to see whether it is found out
   */
  static History of(Kind kind, long seed, StepMask mask, FaultPlan lies) {
    return switch (kind) {
      case CUTS -> new SteppedHistory(seed, mask, lies, SteppedHistory.STEPS, 1);
      case FAULTS -> new FaultHistory(seed, mask, lies, FAILURES);
      case THREADS -> new ThreadedHistory(seed, mask, lies);
    };
  }

  /**
   * Prepares a history of cuts.
   *
   * @param steps how many it has
   * @param cutOneIn of how many operations that change the disk one is a crash point
   */
  static History ofCuts(long seed, FaultPlan lies, int steps, int cutOneIn) {
    return new SteppedHistory(seed, StepMask.ALL, lies, steps, cutOneIn);
  }
}
