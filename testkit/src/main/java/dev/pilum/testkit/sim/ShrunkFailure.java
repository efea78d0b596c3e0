package dev.pilum.testkit.sim;

import dev.pilum.testkit.sim.History.DoneStep;
import dev.pilum.testkit.sim.Replay.Failed;
import java.util.List;

/**
 * A failed history with as few steps as still fail in the same way.
 *
 * @param failed the short one
 * @param stepsBefore how many steps it had
 * @param tries how many shorter ones were lived
 */
public record ShrunkFailure(Failed failed, int stepsBefore, int tries) {
  /** Shortens {@code failed}, living at most {@code mostTries} histories. */
  public static ShrunkFailure of(Failed failed, int mostTries) {
    List<Integer> numbers = failed.steps().stream().map(DoneStep::number).distinct().toList();
    String wanted = failed.signature();
    Shrinker<Integer> shrinker =
        new Shrinker<>(
            fewer -> {
              Failed again = failed.replay().with(StepMask.of(fewer)).live().failed();
              return again != null && again.signature().equals(wanted);
            },
            mostTries);
    List<Integer> least = shrinker.shrink(numbers);
    Failed shortest = failed.replay().with(StepMask.of(least)).live().failed();
    return new ShrunkFailure(
        shortest == null ? failed : shortest, numbers.size(), shrinker.tries());
  }

  /** Returns the failure as numbered steps, what was found after them, and how to see it again. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d of %d steps are enough (%d histories tried):%n"
            .formatted(failed.steps().size(), stepsBefore, tries));
    int line = 1;
    for (DoneStep step : failed.steps()) {
      text.append("%4d. %s: %s%n".formatted(line++, step.client(), step.what()));
    }
    text.append("then: ").append(failed.failure().getMessage()).append(System.lineSeparator());
    return text.append("replay: ").append(failed.replay()).toString();
  }
}
