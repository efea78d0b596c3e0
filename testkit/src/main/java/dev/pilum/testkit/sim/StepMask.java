package dev.pilum.testkit.sim;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which steps of a history are made: all, or those with the numbers it names. A step's number and
 * what it does follow from the history's seed alone, so leaving others out does not change it.
 * Immutable.
 */
public final class StepMask {
  /** Leaves no step out. */
  public static final StepMask ALL = new StepMask(null);

  private final @Nullable BitSet kept;

  private StepMask(@Nullable BitSet kept) {
    this.kept = kept;
  }

  /** Returns the mask that keeps the steps with these numbers. */
  public static StepMask of(List<Integer> numbers) {
    BitSet kept = new BitSet();
    numbers.forEach(kept::set);
    return new StepMask(kept);
  }

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws NumberFormatException when it is something else
   */
  public static StepMask parse(String text) {
    return text.equals("all")
        ? ALL
        : of(
            Arrays.stream(text.split(","))
                .filter(part -> !part.isEmpty())
                .map(Integer::valueOf)
                .toList());
  }

  /** Returns whether the step with this number, from 0, is made. */
  public boolean keeps(int number) {
    return kept == null || kept.get(number);
  }

  /** Returns {@code all}, or the numbers with commas between. */
  @Override
  public String toString() {
    return kept == null
        ? "all"
        : kept.stream().mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
