package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.storage.error.Conflict;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.SimulatedEnv;
import dev.pilum.testkit.SimulatedFileStore;
import dev.pilum.testkit.sim.History;
import dev.pilum.testkit.sim.StepMask;
import java.util.AbstractMap.SimpleEntry;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * Lives one history as a {@link Check} says. Takes the check's name and a seed, and gives how much
 * was looked at and what was found wrong, or {@code null}: types that two loaders of the same
 * classes have in common.
 */
public final class Trial implements BiFunction<String, Long, Map.Entry<Long, String>> {
  private static final int STEPS = 40;
  private static final int ONE_CRASH_IN = 3;

  /** For a loader of mutants, which finds it by reflection. */
  public Trial() {}

  /** Counts as it goes, so that a failure says after how much it came. */
  private interface Points {
    long count();
  }

  @Override
  public Map.Entry<Long, String> apply(String check, Long seed) {
    return switch (Check.valueOf(check)) {
      case CRASH -> {
        History history = History.ofCuts(seed, FaultPlan.none(), STEPS, ONE_CRASH_IN);
        yield outcome(history::live, () -> history.report().crashPoints());
      }
      case FAULT -> {
        History history = History.of(History.Kind.FAULTS, seed, StepMask.ALL, FaultPlan.none());
        yield outcome(history::live, () -> history.report().faultPoints());
      }
      case MODEL -> outcome(() -> ModelTest.live(seed), () -> 0);
      case REPLICA -> outcome(() -> ReplicaTest.live(seed), () -> 0);
      case BESIDE -> {
        CommitsBesideUpkeepTest test = new CommitsBesideUpkeepTest();
        yield outcome(() -> test.live(seed), test::beside);
      }
      case DAMAGE -> {
        DamageExplorer explorer = new DamageExplorer(seed);
        yield outcome(() -> explorer.flip(STEPS, 40), explorer::flipped);
      }
      case TWO_OPENERS -> outcome(() -> openTwice(seed), () -> 0);
    };
  }

  private static Map.Entry<Long, String> outcome(Runnable history, Points points) {
    try {
      history.run();
      return new SimpleEntry<>(Math.max(1, points.count()), null);
    } catch (RuntimeException | AssertionError e) {
      return new SimpleEntry<>(points.count() + 1, reason(e));
    }
  }

  private static void openTwice(long seed) {
    SimulatedFileStore disk = new SimulatedFileStore(seed);
    try (Database first = Database.open(new SimulatedEnv(disk, seed), DatabaseOptions.DEFAULT)) {
      first.createTable("t", new Workload(seed).schema());
      assertThatThrownBy(
              () -> Database.open(new SimulatedEnv(disk, seed), DatabaseOptions.DEFAULT).close())
          .isInstanceOf(Conflict.class);
    }
  }

  /** Returns the first line of what went wrong first. */
  private static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.toString().strip().replaceAll("\\s+", " ");
    return message.substring(0, Math.min(message.length(), 120));
  }
}
