package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Durability;
import dev.pilum.testkit.FaultPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Power cuts at any moment of a table's life: nothing acknowledged is lost, nothing half is there.
 */
class CrashExplorationTest {
  private static final long FIRST_SEED = 0xC4A54;
  private static final int SEEDS = Integer.getInteger("pilum.sim.seeds", 200);
  private static final int STEPS = 60;

  @Test
  void nothingAcknowledgedIsLostAndNothingHalfIsThere() {
    Long only = Long.getLong("seed");
    long first = only == null ? FIRST_SEED : only;
    long end = only == null ? FIRST_SEED + SEEDS / 2 : only + 1;
    long recovered = 0;
    long duringRecovery = 0;
    List<CrashExplorer> explorers = Histories.each(first, end, CrashExplorationTest::explored);
    for (CrashExplorer explorer : explorers) {
      recovered += explorer.recovered();
      duringRecovery += explorer.duringRecovery();
    }
    System.out.printf(
        "Crash points: %d in %d histories from seed 0x%X on, %d of them during or after an earlier"
            + " recovery; all recovered%n",
        recovered, end - first, first, duringRecovery);
    if (only == null) {
      assertThatNothingIsLeftOut(explorers);
    }
    assertThat(recovered).as("crash points").isGreaterThan((end - first) * 100);
  }

  /**
   * What only some tables have is drawn: a run in which it never was would show less than it says.
   */
  private static void assertThatNothingIsLeftOut(List<CrashExplorer> explorers) {
    List<Workload> tables = explorers.stream().map(CrashExplorer::workload).toList();
    assertThat(tables).as("text").anyMatch(table -> table.schema().has(Workload.BODY));
    assertThat(tables).as("several vectors").anyMatch(table -> table.schema().has(Workload.TOKENS));
    assertThat(tables)
        .extracting(table -> table.options().durability())
        .contains(Durability.values());
  }

  private static CrashExplorer explored(long seed) {
    CrashExplorer explorer = new CrashExplorer(seed, FaultPlan.none(), 1);
    try {
      explorer.live(STEPS);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "replay: mvn verify -pl testkit -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=CrashExplorationTest -Dseed=0x%X"
              .formatted(seed),
          e);
    }
    return explorer;
  }
}
