package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.ScrubOptions;
import dev.pilum.testkit.FaultPlan;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Several clients at once beside a scrub that goes round and round, through cuts, kills and
 * failures of the disk: nothing is lost, and nothing found wrong that is not.
 */
class ScrubbedHistoryTest {
  private static final long FIRST_SEED = 0x5C4BB;
  private static final int SEEDS = Math.max(4, Integer.getInteger("pilum.sim.seeds", 200) / 20);

  /** As fast as can be: time goes on only while all others wait, for the disk or each other. */
  private static final ScrubOptions SCRUB =
      new ScrubOptions(Duration.ofMillis(500), Long.MAX_VALUE);

  @Test
  void aScrubHarmsNobodyAndFindsNothingHoweverThreadsAreOrdered() {
    Long only = Long.getLong("seed");
    long first = only == null ? FIRST_SEED : only;
    long end = only == null ? FIRST_SEED + SEEDS : only + 1;
    HistoryReport all = HistoryReport.NONE;
    long scrubs = 0;
    for (long seed = first; seed < end; seed++) {
      ThreadedHistory history = lived(seed);
      all = all.and(history.report());
      scrubs += history.scrubs();
    }
    System.out.println(all + ", " + scrubs + " scrubs");
    if (only == null) {
      assertThat(scrubs).isGreaterThan(SEEDS);
    }
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    assertThat(lived(FIRST_SEED + 1).report()).isEqualTo(lived(FIRST_SEED + 1).report());
  }

  private static ThreadedHistory lived(long seed) {
    ThreadedHistory history = new ThreadedHistory(seed, StepMask.ALL, FaultPlan.none(), SCRUB);
    try {
      history.live();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("replay: -Dtest=ScrubbedHistoryTest -Dseed=0x%X".formatted(seed), e);
    }
    return history;
  }
}
