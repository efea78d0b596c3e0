package dev.pilum;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of how a query runs, or of how it ran, with the steps whose rows it takes. {@link
 * #toString} draws the tree, a line for each step: what is done and where, the numbers that decided
 * that it is done so, how many rows come out and, once it ran, how many did and how long it took.
 *
 * <p>Words and numbers are for people and may change from one release to the next; the shape of the
 * tree is not. Immutable.
 *
 * @param operator what is done, such as {@code graph walk}
 * @param on what it is done to, such as {@code segment 3}; empty where there is nothing to name
 * @param details how, and by which numbers that was decided, in the order in which they are shown
 * @param rows how many rows come out, as far as that is known beforehand
 * @param actual what was measured when the step ran; {@code null} when it did not
 * @param inputs the steps whose rows it takes, in the order in which they run
 */
public record Plan(
    String operator,
    String on,
    List<String> details,
    Rows rows,
    @Nullable Actual actual,
    List<Plan> inputs) {
  public Plan {
    details = List.copyOf(details);
    inputs = List.copyOf(inputs);
  }

  /**
   * How many rows come out of a step, as far as that is known before it runs.
   *
   * @param least not fewer than these
   * @param expected what is most likely; {@code most} where nobody knows
   * @param most not more than these
   * @param of out of how many rows a filter selects them, or -1 where nothing is selected
   */
  public record Rows(long least, long expected, long most, long of) {
    /** Returns what is known to be so many. */
    public static Rows exactly(long rows) {
      return new Rows(rows, rows, rows, -1);
    }

    /** Returns what is known to be no more than so many. */
    public static Rows atMost(long rows) {
      return new Rows(0, rows, rows, -1);
    }

    /** Returns the share of the rows that is likely selected; 1 where nothing is selected. */
    public double selectivity() {
      return of <= 0 ? 1 : expected / (double) of;
    }
  }

  /**
   * What was measured when a step ran.
   *
   * @param rows how many rows came out
   * @param elapsed how long it took, inputs included where they run inside of it; {@code null} when
   *     the step was not timed by itself
   * @param notes what else was counted, or turned out otherwise than planned
   */
  public record Actual(long rows, @Nullable Duration elapsed, List<String> notes) {
    public Actual {
      notes = List.copyOf(notes);
    }
  }

  /** Returns this step and all steps below it, each before its inputs. */
  public List<Plan> steps() {
    List<Plan> steps = new ArrayList<>();
    collect(steps);
    return steps;
  }

  private void collect(List<Plan> steps) {
    steps.add(this);
    for (Plan input : inputs) {
      input.collect(steps);
    }
  }

  /** Returns the tree as text, lines separated by {@code \n}, no line break at the end. */
  @Override
  public String toString() {
    return PlanText.of(this);
  }
}
