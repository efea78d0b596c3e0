package dev.pilum.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes comma-separated values as RFC 4180 describes them, with {@code \n} between lines; null is
 * an empty cell, empty text one of two quotes, as imports read them.
 */
final class CsvOutput implements Output {
  private final PrintWriter out;

  CsvOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void rows(
      List<String> columns, List<? extends Map<String, ? extends @Nullable Object>> rows) {
    line(columns);
    for (Map<String, ? extends @Nullable Object> row : rows) {
      List<@Nullable Object> values = new ArrayList<>(columns.size());
      columns.forEach(column -> values.add(row.get(column)));
      line(values);
    }
    out.flush();
  }

  @Override
  public void record(Map<String, ? extends @Nullable Object> values) {
    rows(List.copyOf(values.keySet()), List.of(values));
  }

  private void line(List<? extends @Nullable Object> values) {
    out.print(CsvText.line(values));
    out.print('\n');
  }
}
