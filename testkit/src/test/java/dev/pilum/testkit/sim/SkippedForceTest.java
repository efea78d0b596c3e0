package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.error.PilumException;
import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.OperationKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each force of the protocol is needed, and {@link CrashExplorationTest} would notice if one were
 * left out.
 */
class SkippedForceTest {
  private static final long FIRST_SEED = 0x5C1F;
  private static final int SEEDS = 60;
  private static final int STEPS = 40;
  private static final int ONE_CRASH_IN = 3;

  @ParameterizedTest
  @CsvSource({
    "FORCE, .arrow",
    "FORCE, .del",
    "FORCE, .mf.tmp",
    "FORCE, .wal.tmp",
    "FORCE_DIRECTORY, t/wal",
    "FORCE_DIRECTORY, t/data",
    "FORCE_DIRECTORY, t/manifest",
    "FORCE_DIRECTORY, t",
    "FORCE_DIRECTORY, ''",
  })
  void aDiskThatSkipsAForceIsFoundOut(OperationKind kind, String pathEnd) {
    boolean folders = kind == OperationKind.FORCE_DIRECTORY;
    FaultPlan lies =
        operation -> {
          String path = operation.path();
          boolean meant =
              operation.kind() == kind && (folders ? path.equals(pathEnd) : path.endsWith(pathEnd));
          return meant ? Fault.SILENTLY_SKIPPED : Fault.NONE;
        };
    boolean foundOut = false;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS && !foundOut; seed++) {
      foundOut = findsOut(seed, lies);
    }
    assertThat(foundOut)
        .as(
            "acknowledged loss when %s of %s is skipped, seeds from 0x%X",
            kind, pathEnd, FIRST_SEED)
        .isTrue();
  }

  private static boolean findsOut(long seed, FaultPlan lies) {
    try {
      History.ofCuts(seed, lies, STEPS, ONE_CRASH_IN).live();
      return false;
    } catch (AssertionError | PilumException e) {
      return true;
    }
  }
}
