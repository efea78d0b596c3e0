package dev.pilum.bench.compare.report;

import dev.pilum.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is worse than in an earlier run: by more than the spread of either, and by a quarter at
 * least, which two runs on one machine that does other things too may well differ by.
 */
public final class Regressions {
  private static final double TOLERATED = 0.8;

  private Regressions() {}

  /** Returns a line for each figure that is worse, Pilum's first. */
  public static List<Row> of(Report earlier, Report now) {
    Map<String, Line> before =
        earlier.lines().stream().collect(Collectors.toMap(Line::id, line -> line));
    List<Row> worse = new ArrayList<>();
    for (String engine : now.measured()) {
      for (Line line : now.lines()) {
        Line other = before.get(line.id());
        if (other != null) {
          compare(engine, other, line, worse);
        }
      }
    }
    return worse;
  }

  private static void compare(String engine, Line before, Line now, List<Row> worse) {
    Figure old = before.figures().get(engine);
    Figure fresh = now.figures().get(engine);
    Double oldMedian = old == null ? null : old.median();
    Double median = fresh == null ? null : fresh.median();
    if (old == null || fresh == null || oldMedian == null || median == null) {
      return;
    }
    double advantage = now.unit().advantage(median, oldMedian);
    if (advantage < TOLERATED && apart(old, fresh)) {
      worse.add(
          Row.of(
              "engine", engine,
              "line", now.title(),
              "before", Numbers.shortly(oldMedian),
              "now", Numbers.shortly(median),
              "unit", now.unit().sign(),
              "times", Numbers.shortly(advantage)));
    }
  }

  private static boolean apart(Figure old, Figure fresh) {
    Double oldLow = old.low();
    Double oldHigh = old.high();
    Double low = fresh.low();
    Double high = fresh.high();
    assert oldLow != null && oldHigh != null && low != null && high != null;
    return high < oldLow || low > oldHigh;
  }
}
