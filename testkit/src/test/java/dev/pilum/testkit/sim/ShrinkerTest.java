package dev.pilum.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.testkit.Fault;
import dev.pilum.testkit.FaultPlan;
import dev.pilum.testkit.OperationKind;
import dev.pilum.testkit.sim.Replay.Failed;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final long FIRST_SEED = 0x5B41;
  private static final int MOST_TRIES = 200;

  /** So many that hardly anything is left of the history where only what it takes to fail is. */
  private static final int STEPS = 20;

  @Test
  void exactlyWhatItTakesToFailIsLeft() {
    List<Integer> all = IntStream.range(0, 100).boxed().toList();
    Shrinker<Integer> shrinker =
        new Shrinker<>(list -> list.containsAll(List.of(7, 50, 93)), MOST_TRIES);
    assertThat(shrinker.shrink(all)).containsExactly(7, 50, 93);
    assertThat(shrinker.tries()).isLessThan(100);
  }

  @Test
  void aListThatFailsOnlyAsAWholeStaysAsItIs() {
    List<Integer> all = List.of(1, 2, 3, 4, 5);
    assertThat(new Shrinker<Integer>(list -> list.size() == 5, MOST_TRIES).shrink(all))
        .isEqualTo(all);
  }

  @Test
  void aDiskThatSkipsTheForceOfAFolderIsToldInAFewSteps() {
    Failed failed = failing(() -> skipping(OperationKind.FORCE_DIRECTORY, "t/data"));
    ShrunkFailure shrunk = ShrunkFailure.of(failed, MOST_TRIES);
    assertThat(shrunk.failed().steps().size()).as("steps left of %s", shrunk).isLessThan(STEPS / 2);
    assertThat(shrunk.toString())
        .contains("1. client: create the table")
        .contains("power cut")
        .contains("replay: dev/simulate --history cuts --seed 0x");
    Failed again = shrunk.failed().replay().live().failed();
    assertThat(again).isNotNull();
    assertThat(again.failure().getMessage()).isEqualTo(shrunk.failed().failure().getMessage());
  }

  /** Returns the first failure that took so many steps. */
  private static Failed failing(Supplier<FaultPlan> lies) {
    for (long seed = FIRST_SEED; ; seed++) {
      Failed failed = new Replay(History.Kind.CUTS, seed, StepMask.ALL, lies).live().failed();
      if (failed != null && failed.steps().size() >= STEPS) {
        return failed;
      }
    }
  }

  private static FaultPlan skipping(OperationKind kind, String path) {
    return operation ->
        operation.kind() == kind && operation.path().equals(path)
            ? Fault.SILENTLY_SKIPPED
            : Fault.NONE;
  }
}
