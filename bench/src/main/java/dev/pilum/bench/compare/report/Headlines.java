package dev.pilum.bench.compare.report;

import dev.pilum.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures that users ask for first: a line for each, a column for each engine. */
public final class Headlines {
  private Headlines() {}

  /**
   * Returns the lines. A peer's column has its figure, and, in brackets, by how much Pilum is
   * better than it: below 1 the peer is ahead.
   */
  public static List<Row> of(Report report) {
    List<Row> rows = new ArrayList<>();
    for (Line line : report.firstLines()) {
      rows.add(row(line, report.measured()));
    }
    return rows;
  }

  private static Row row(Line line, List<String> engines) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("figure", line.title());
    for (String engine : engines) {
      Figure figure = line.figures().get(engine);
      String text = figure == null ? "-" : Numbers.figure(figure, line.unit());
      double advantage = engine.equals(Line.PILUM) ? Double.NaN : line.advantageOver(engine);
      values.put(
          engine, Double.isNaN(advantage) ? text : text + " [" + Numbers.times(advantage) + "]");
    }
    return Row.copyOf(values);
  }
}
