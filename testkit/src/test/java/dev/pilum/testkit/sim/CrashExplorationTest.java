package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Durability;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.table.Columns;
import dev.pilum.testkit.table.Histories;
import dev.pilum.testkit.table.Seeds;
import dev.pilum.testkit.table.Workload;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Power cuts at any moment of a table's life: nothing acknowledged is lost, nothing half is there.
 */
class CrashExplorationTest {
  private static final long FIRST_SEED = 0xC4A54;
  private static final int SEEDS = Integer.getInteger("pilum.sim.seeds", 200);

  /** So many histories have every change of columns and versions. */
  private static final int MANY = 50;

  private static final List<String> CHANGES =
      List.of(
          "add column",
          "add required column",
          "drop column",
          "rename column",
          "widen column",
          "allow nulls",
          "restore version",
          "tag version",
          "delete tag",
          "keep 1 versions",
          "optimize");

  @Test
  void nothingAcknowledgedIsLostAndNothingHalfIsThere() {
    Seeds seeds = Seeds.from(FIRST_SEED, SEEDS / 2);
    HistoryReport all = HistoryReport.NONE;
    List<SteppedHistory> histories =
        Histories.each(seeds.first(), seeds.end(), CrashExplorationTest::lived);
    for (SteppedHistory history : histories) {
      all = all.and(history.report());
    }
    System.out.printf(
        "Crash points: %d in %d histories from seed 0x%X on, %d of them during or after an earlier"
            + " recovery; all recovered%n",
        all.crashPoints(), seeds.count(), seeds.first(), all.duringRecovery());
    if (!seeds.isNamed()) {
      assertThatNothingIsLeftOut(histories);
    }
    assertThat(all.crashPoints()).as("crash points").isGreaterThan(seeds.count() * 100);
  }

  /**
   * What only some tables have is drawn: a run in which it never was would show less than it says.
   */
  private static void assertThatNothingIsLeftOut(List<SteppedHistory> histories) {
    List<Workload> tables = histories.stream().map(SteppedHistory::workload).toList();
    assertThat(tables).as("text").anyMatch(table -> table.schema().has(Columns.BODY));
    assertThat(tables).as("several vectors").anyMatch(table -> table.schema().has(Columns.TOKENS));
    assertThat(tables)
        .extracting(table -> table.options().durability())
        .contains(Durability.values());
    List<String> steps =
        histories.stream()
            .flatMap(history -> history.steps().stream())
            .map(History.DoneStep::what)
            .toList();
    assertThat(steps).as("columns").anyMatch(step -> step.startsWith("add column"));
    for (String change : histories.size() < MANY ? List.<String>of() : CHANGES) {
      assertThat(steps).as(change).anyMatch(step -> step.startsWith(change));
    }
  }

  private static SteppedHistory lived(long seed) {
    SteppedHistory history =
        new SteppedHistory(seed, StepMask.ALL, FaultPlan.none(), SteppedHistory.STEPS, 1);
    try {
      history.live();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "replay: dev/simulate --history cuts --seed 0x%X".formatted(seed), e);
    }
    return history;
  }
}
