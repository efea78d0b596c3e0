package dev.pilum.cli.output;

import dev.pilum.formats.text.JsonText;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one JSON document: an object, or an array with one object per line. */
final class JsonOutput implements Output {
  private final PrintWriter out;

  JsonOutput(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void rows(
      List<String> columns, List<? extends Map<String, ? extends @Nullable Object>> rows) {
    out.print('[');
    String before = "\n";
    for (Map<String, ? extends @Nullable Object> row : rows) {
      out.print(before + JsonText.of(row));
      before = ",\n";
    }
    out.print(rows.isEmpty() ? "]\n" : "\n]\n");
    out.flush();
  }

  @Override
  public void record(Map<String, ? extends @Nullable Object> values) {
    out.print(JsonText.of(values) + "\n");
    out.flush();
  }
}
