package dev.pilum.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.PilumException;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.OperationKind;
import dev.pilum.testkit.table.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Nothing acknowledged is lost and nothing half is there, whatever the disk does: {@code
 * -Dseed=0x...} replays one history.
 */
class LogCrashTest {
  private static final long FIRST_SEED = 0x5EED;
  private static final int SEEDS = Integer.getInteger("pilum.sim.seeds", 200);
  private static final int INTERRUPTIONS = 12;

  @Test
  void nothingAcknowledgedIsLostAndNothingHalfIsThere() {
    Seeds seeds = Seeds.from(FIRST_SEED, SEEDS);
    long recoveries = 0;
    long replayed = 0;
    for (long seed = seeds.first(); seed < seeds.end(); seed++) {
      LogHistory history = live(seed, FaultPlan.none());
      recoveries += history.recoveries();
      replayed += history.replayed();
    }
    assertThat(recoveries)
        .as("histories that get anywhere")
        .isGreaterThan(seeds.count() * INTERRUPTIONS / 2);
    assertThat(replayed).isGreaterThan(recoveries);
  }

  /**
   * Each force is needed: a disk that skips it loses something that was promised, and the histories
   * above would notice.
   */
  @ParameterizedTest
  @CsvSource({"FORCE, .wal", "FORCE_DIRECTORY, wal"})
  void aDiskThatSkipsAForceIsFoundOut(OperationKind kind, String pathPart) {
    FaultPlan lies = FaultPlan.onEvery(kind, pathPart, Fault.SILENTLY_SKIPPED);
    boolean foundOut = false;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 100 && !foundOut; seed++) {
      try {
        live(seed, lies);
      } catch (AssertionError e) {
        foundOut = true;
      }
    }
    assertThat(foundOut).isTrue();
  }

  private static LogHistory live(long seed, FaultPlan lies) {
    try {
      LogHistory history = new LogHistory(seed, lies);
      history.live(INTERRUPTIONS);
      return history;
    } catch (AssertionError | PilumException e) {
      throw new AssertionError("replay with -Dseed=0x%X".formatted(seed), e);
    }
  }
}
