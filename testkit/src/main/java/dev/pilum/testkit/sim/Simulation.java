package dev.pilum.testkit.sim;

import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.sim.Replay.Outcome;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Histories of all kinds, one after another from a seed, until enough points were recovered from or
 * one history fails. What it comes to does not depend on how many threads live histories side by
 * side: they are counted in their order.
 *
 * @param seed the first history's; the others follow from it
 * @param points how many crash points and failures are enough
 * @param threads how many histories are lived at the same time
 * @param lies what the disk does wrong without anybody being told
 */
public record Simulation(long seed, long points, int threads, Supplier<FaultPlan> lies) {
  /** In this order, again and again. */
  private static final List<History.Kind> KINDS =
      List.of(History.Kind.THREADS, History.Kind.CUTS, History.Kind.THREADS, History.Kind.FAULTS);

  /** Returns the history with this number, from 0. */
  public Replay history(long number) {
    History.Kind kind = KINDS.get((int) (number % KINDS.size()));
    return new Replay(kind, TraceHash.mix(seed, number), StepMask.ALL, lies);
  }

  /**
   * Runs it.
   *
   * @param progress told after each history of all so far
   * @return the first failure, or else the sum of all reports
   */
  public Outcome run(Consumer<HistoryReport> progress) throws InterruptedException {
    AtomicLong next = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    BlockingQueue<Long> finished = new LinkedBlockingQueue<>();
    ConcurrentMap<Long, Outcome> outcomes = new ConcurrentHashMap<>();
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform()
          .daemon()
          .name("histories " + i)
          .start(() -> {
            while (!over.get()) {
              long number = next.getAndIncrement();
              outcomes.put(number, history(number).live());
              finished.add(number);
            }
          });
    }
    try {
      return collect(finished, outcomes, progress);
    } finally {
      over.set(true);
    }
  }

  private Outcome collect(
      BlockingQueue<Long> finished,
      ConcurrentMap<Long, Outcome> outcomes,
      Consumer<HistoryReport> progress)
      throws InterruptedException {
    HistoryReport sum = HistoryReport.NONE;
    while (sum.points() < points) {
      @Nullable Outcome outcome = outcomes.remove(sum.histories());
      if (outcome == null) {
        finished.take();
      } else if (outcome.failed() != null) {
        return new Outcome(outcome.failed(), sum);
      } else {
        sum = sum.and(outcome.report());
        progress.accept(sum);
      }
    }
    return new Outcome(null, sum);
  }
}
