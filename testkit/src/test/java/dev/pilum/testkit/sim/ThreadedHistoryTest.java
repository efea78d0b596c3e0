package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.table.Seeds;
import org.junit.jupiter.api.Test;

/** Several clients at once, in an order of threads that the seed chooses. */
class ThreadedHistoryTest {
  private static final long FIRST_SEED = 0x7EAD5;
  private static final int SEEDS = Integer.getInteger("pilum.sim.seeds", 200) / 10;

  @Test
  void nothingAcknowledgedIsLostHoweverThreadsAreOrdered() {
    Seeds seeds = Seeds.from(FIRST_SEED, SEEDS);
    HistoryReport all = HistoryReport.NONE;
    for (long seed = seeds.first(); seed < seeds.end(); seed++) {
      all = all.and(lived(seed));
    }
    System.out.println(all);
    assertThat(all.crashPoints()).isGreaterThan(10);
  }

  @Test
  void theSameSeedGivesTheSameTrace() {
    assertThat(lived(FIRST_SEED + 1)).isEqualTo(lived(FIRST_SEED + 1));
  }

  /** A row that was read before a column came was asked for that column: the checker's error. */
  @Test
  void aRowOfAnEarlierVersionNeedNotHaveALaterColumn() {
    assertThat(lived(0xD481_AF49_03C9_3846L).crashPoints()).isPositive();
  }

  /** A flipped bit where a key begins had verify() end in an IndexOutOfBoundsException. */
  @Test
  void keysThatEndNowhereAreFoundByVerify() {
    assertThat(lived(0xFA5A_4020_707C_BAF9L).crashPoints()).isPositive();
  }

  private static HistoryReport lived(long seed) {
    History history = History.of(History.Kind.THREADS, seed, StepMask.ALL, FaultPlan.none());
    try {
      history.live();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(Seeds.replay(ThreadedHistoryTest.class, seed), e);
    }
    return history.report();
  }
}
