package dev.pilum.cli.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values as lines of CSV (RFC 4180); null is an empty cell. */
public final class CsvText {
  private CsvText() {}

  /** Returns a line without its end. */
  public static String line(List<? extends @Nullable Object> values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      line.append(i == 0 ? "" : ",").append(quoted(ValueText.whole(values.get(i))));
    }
    return line.toString();
  }

  private static String quoted(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
