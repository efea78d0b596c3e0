package dev.pilum.cli.output;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes results in one form. One thread at a time. */
public sealed interface Output permits CsvOutput, JsonOutput, TableOutput {
  /**
   * Writes a list of rows.
   *
   * @param columns names in the order in which they are shown
   * @param rows values by name; absent means null
   */
  void rows(List<String> columns, List<? extends Map<String, ? extends @Nullable Object>> rows);

  /** Writes a single thing by its named values, in the map's order. */
  void record(Map<String, ? extends @Nullable Object> values);
}
