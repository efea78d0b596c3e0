package dev.pilum.testkit.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operation of the disk failing once, in every way it can. */
class FaultExplorationTest {
  private static final long FIRST_SEED = 0xFA017;
  private static final int SEEDS = Integer.getInteger("pilum.sim.seeds", 200);
  private static final int STEPS = 40;

  /** In so many histories every operation fails; in the others twenty drawn ones do. */
  private static final int WHOLE_HISTORIES = 5;

  @Test
  void aFailingOperationIsSaidAndLosesNothing() {
    Long only = Long.getLong("seed");
    long first = only == null ? FIRST_SEED : only;
    long end = only == null ? FIRST_SEED + SEEDS : only + 1;
    FaultMatrix matrix = new FaultMatrix();
    List<Long> livedThrough =
        Histories.each(
            first,
            end,
            seed -> explored(seed, only != null || seed < FIRST_SEED + WHOLE_HISTORIES, matrix));
    long failures = livedThrough.stream().mapToLong(Long::longValue).sum();
    System.out.printf(
        "Failed operations: %d in %d histories from seed 0x%X on; all lived through%n",
        failures, end - first, first);
    System.out.println(matrix);
    assertThat(only == null ? matrix.untried() : List.of()).as("ways of failing").isEmpty();
    assertThat(failures).isGreaterThan(100);
  }

  private static long explored(long seed, boolean whole, FaultMatrix matrix) {
    FaultExplorer explorer = new FaultExplorer(seed, STEPS, matrix);
    try {
      if (whole) {
        explorer.failEach();
      } else {
        explorer.failSome(20);
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "replay: mvn verify -pl testkit -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=FaultExplorationTest -Dseed=0x%X"
              .formatted(seed),
          e);
    }
    return explorer.livedThrough();
  }
}
