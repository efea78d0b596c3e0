package dev.pilum.cli.output;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes aligned columns, numbers to the right, long values cut. */
final class TableOutput implements Output {
  /** Characters of a cell; two text columns, a key and a score then fit a wide terminal. */
  private static final int CELL_WIDTH = 60;

  /** Characters of a value that has a line of its own. */
  private static final int LINE_WIDTH = 400;

  private final PrintWriter out;

  TableOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void rows(
      List<String> columns, List<? extends Map<String, ? extends @Nullable Object>> rows) {
    List<List<String>> cells = new ArrayList<>();
    for (Map<String, ? extends @Nullable Object> row : rows) {
      cells.add(
          columns.stream().map(column -> ValueText.cut(row.get(column), CELL_WIDTH)).toList());
    }
    int[] widths = widths(columns, cells);
    boolean[] numbers = new boolean[columns.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = holdsNumbers(columns.get(i), rows);
    }
    line(columns, widths, numbers);
    cells.forEach(row -> line(row, widths, numbers));
    out.flush();
  }

  @Override
  public void record(Map<String, ? extends @Nullable Object> values) {
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    values.forEach((name, value) ->
        out.print(padded(name, width, false) + "  " + ValueText.cut(value, LINE_WIDTH) + "\n"));
    out.flush();
  }

  private void line(List<String> cells, int[] widths, boolean[] numbers) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(i == 0 ? "" : "  ").append(padded(cells.get(i), widths[i], numbers[i]));
    }
    out.print(line.toString().stripTrailing() + "\n");
  }

  private static int[] widths(List<String> columns, List<List<String>> cells) {
    int[] widths = columns.stream().mapToInt(String::length).toArray();
    for (List<String> row : cells) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return widths;
  }

  private static boolean holdsNumbers(
      String column, List<? extends Map<String, ? extends @Nullable Object>> rows) {
    return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column) instanceof Number);
  }

  private static String padded(String cell, int width, boolean toTheRight) {
    String blanks = " ".repeat(width - cell.length());
    return toTheRight ? blanks + cell : cell + blanks;
  }
}
