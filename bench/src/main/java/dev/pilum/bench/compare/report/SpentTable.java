package dev.pilum.bench.compare.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where the time of a run went, as text: a row for each step and one for all, a column for each
 * engine and one for all.
 */
record SpentTable(List<String> columns, List<Row> rows) {
  private static final String ALL = "all";

  /** A step and its seconds, one for each column. */
  record Row(String step, List<String> seconds) {}

  static SpentTable of(Report report) {
    List<Spent> spent = report.spent();
    if (spent == null || spent.isEmpty()) {
      return new SpentTable(List.of(), List.of());
    }
    List<String> engines = report.measured();
    List<Row> rows = new ArrayList<>();
    for (Spent step : spent) {
      List<Double> seconds = new ArrayList<>(engines.stream().map(step::of).toList());
      seconds.add(step.total());
      rows.add(row(step.step(), seconds));
    }
    List<Double> sums = new ArrayList<>();
    for (String engine : engines) {
      sums.add(spent.stream().mapToDouble(step -> step.of(engine)).sum());
    }
    sums.add(spent.stream().mapToDouble(Spent::total).sum());
    rows.add(row(ALL, sums));
    List<String> columns = new ArrayList<>(engines);
    columns.add(ALL);
    return new SpentTable(columns, rows);
  }

  private static Row row(String step, List<Double> seconds) {
    return new Row(
        step, seconds.stream().map(each -> String.format(Locale.ROOT, "%.1f", each)).toList());
  }
}
