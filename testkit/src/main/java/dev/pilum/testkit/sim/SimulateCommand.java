package dev.pilum.testkit.sim;

import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.sim.Replay.Outcome;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The command {@code dev/simulate}: reads its arguments, runs a simulation, says what came of it.
 */
public final class SimulateCommand {
  private static final String USAGE =
      """
      usage: dev/simulate [--points N] [--seed S] [--threads T]
             dev/simulate --history KIND --seed S [--steps LIST]

      Lives histories of a database on a simulated disk until N crash points and failures of the disk were
      recovered from (1,000 unless said). Each point is an opening of the database on what was left, and a comparison of all rows.
      All follows from the seed; T histories are lived at a time (one for each core unless said), which changes nothing else.
      The second form lives one history again, as a failure tells it.
      Exit code 0: nothing acknowledged was lost. 1: something was, or is wrong; the history is printed. 2: wrong usage.\
      """;

  private static final Set<String> OPTIONS =
      Set.of("--points", "--seed", "--threads", "--history", "--steps");

  /** A failing history is lived at most so often to make it short: a minute or two. */
  private static final int MOST_TRIES = 400;

  private static final long PROGRESS_NANOS = 5_000_000_000L;

  private static final String CORES = Integer.toString(Runtime.getRuntime().availableProcessors());

  private final PrintStream out;
  private final Map<String, String> options = new HashMap<>();
  private long lastProgressNanos = System.nanoTime();

  private SimulateCommand(PrintStream out) {
    this.out = out;
  }

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(arguments, System.out));
  }

  /** Runs the command, writing to {@code out}, and returns its exit code. */
  public static int run(String[] arguments, PrintStream out) throws InterruptedException {
    if (List.of(arguments).contains("--help")) {
      out.println(USAGE);
      return 0;
    }
    SimulateCommand command = new SimulateCommand(out);
    try {
      command.read(arguments);
      return command.run();
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.println(USAGE);
      return 2;
    }
  }

  private void read(String[] arguments) {
    for (int i = 0; i < arguments.length; i += 2) {
      if (!OPTIONS.contains(arguments[i]) || i + 1 == arguments.length) {
        throw new IllegalArgumentException("cannot understand '%s'".formatted(arguments[i]));
      }
      options.put(arguments[i], arguments[i + 1]);
    }
  }

  private int run() throws InterruptedException {
    long seed = seed(options.getOrDefault("--seed", "1"));
    if (options.containsKey("--history")) {
      String kind = options.getOrDefault("--history", "").toUpperCase(Locale.ROOT);
      StepMask mask = StepMask.parse(options.getOrDefault("--steps", "all"));
      Replay replay = new Replay(History.Kind.valueOf(kind), seed, mask, FaultPlan::none);
      return end(replay.live(), options.containsKey("--steps") ? 0 : MOST_TRIES);
    }
    long points = Long.parseLong(options.getOrDefault("--points", "1000"));
    int threads = Integer.parseInt(options.getOrDefault("--threads", CORES));
    return end(new Simulation(seed, points, threads, FaultPlan::none).run(this::tell), MOST_TRIES);
  }

  /** Half of the seeds that failures tell are negative, and told without a sign. */
  private static long seed(String text) {
    return text.startsWith("0x")
        ? Long.parseUnsignedLong(text.substring(2), 16)
        : Long.decode(text);
  }

  private void tell(HistoryReport soFar) {
    long now = System.nanoTime();
    if (now - lastProgressNanos > PROGRESS_NANOS) {
      lastProgressNanos = now;
      out.printf("%,d points in %,d histories so far%n", soFar.points(), soFar.histories());
    }
  }

  private int end(Outcome outcome, int mostTries) {
    if (outcome.failed() != null) {
      out.printf("FAILED: %s%n", outcome.failed().replay());
      out.println(ShrunkFailure.of(outcome.failed(), mostTries));
      return 1;
    }
    HistoryReport report = outcome.report();
    List.of(
            "points       %,d".formatted(report.points()),
            "crash points %,d, %,d of them during or after an earlier recovery"
                .formatted(report.crashPoints(), report.duringRecovery()),
            "faults       %,d %s".formatted(report.faultPoints(), report.faults()),
            "histories    %,d with %,d steps".formatted(report.histories(), report.steps()),
            "losses       0",
            "trace hash   %016x".formatted(report.hash()))
        .forEach(out::println);
    return 0;
  }
}
