package dev.pilum.cli.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values as lines of CSV (RFC 4180); null is an empty cell, empty text one of two quotes. */
public final class CsvText {
  private CsvText() {}

  /** Returns a line without its end. */
  public static String line(List<? extends @Nullable Object> values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      line.append(i == 0 ? "" : ",").append(value == null ? "" : quoted(ValueText.whole(value)));
    }
    return line.toString();
  }

  private static String quoted(String cell) {
    boolean marked = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return !marked && !cell.isEmpty() ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
