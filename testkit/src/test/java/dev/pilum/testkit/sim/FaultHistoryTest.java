package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.OperationKind;
import dev.pilum.testkit.table.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operation of the disk failing once, in every way it can. */
class FaultHistoryTest {
  private static final long FIRST_SEED = 0xFA017;
  private static final int SEEDS = Integer.getInteger("pilum.sim.seeds", 200);

  /** In so many histories every operation fails; in the others twenty drawn ones do. */
  private static final int WHOLE_HISTORIES = 1;

  @Test
  void aFailingOperationIsSaidAndLosesNothing() {
    Seeds seeds = Seeds.from(FIRST_SEED, SEEDS);
    HistoryReport all = HistoryReport.NONE;
    for (HistoryReport one :
        seeds.atOnce(
            getClass(),
            seed -> explored(seed, seeds.isNamed() || seed < FIRST_SEED + WHOLE_HISTORIES))) {
      all = all.and(one);
    }
    System.out.printf(
        "Failed operations: %d in %d histories from seed 0x%X on; all lived through%n",
        all.faultPoints(), seeds.count(), seeds.first());
    System.out.println(all.faults());
    assertThat(all.faultPoints()).isGreaterThan(100);
    if (!seeds.isNamed()) {
      assertThat(all.faults()).as("ways of failing").containsOnlyKeys(ways());
    }
  }

  /** A restore of the last version that was acknowledged, where a change of columns had failed. */
  @Test
  void aTableThatRefusesWritesSaysSoFirst() {
    StepMask steps = StepMask.parse("2,4,14,17,24,30,33,34,35,36,38");
    History history = new FaultHistory(0x6E80_F758_650A_E1ADL, steps, FaultPlan.none(), 0);
    history.live();
    assertThat(history.report().faultPoints()).isPositive();
  }

  private static List<String> ways() {
    List<String> ways = new ArrayList<>();
    for (OperationKind kind : OperationKind.values()) {
      if (kind != OperationKind.LINK) { // only backups make links: BackupCrashTest
        FaultHistory.possible(kind).forEach(fault -> ways.add(FaultHistory.name(kind, fault)));
      }
    }
    return ways;
  }

  private static HistoryReport explored(long seed, boolean whole) {
    History history = new FaultHistory(seed, StepMask.ALL, FaultPlan.none(), whole ? 0 : 20);
    history.live();
    return history.report();
  }
}
