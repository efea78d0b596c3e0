package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.testkit.FaultPlan;
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
    for (long seed = first; seed < end; seed++) {
      CrashExplorer explorer = explored(seed);
      recovered += explorer.recovered();
      duringRecovery += explorer.duringRecovery();
    }
    System.out.printf(
        "Crash points: %d in %d histories from seed 0x%X on, %d of them during or after an earlier"
            + " recovery; all recovered%n",
        recovered, end - first, first, duringRecovery);
    assertThat(recovered).as("crash points").isGreaterThan((end - first) * 100);
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
