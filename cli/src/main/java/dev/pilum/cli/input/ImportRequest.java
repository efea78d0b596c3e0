package dev.pilum.cli.input;

import dev.pilum.storage.schema.Metric;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to import.
 *
 * @param table name of the table, created when absent
 * @param rows a file of rows, or {@code null} when there are only vectors: they then get their row
 *     number as key
 * @param kind what {@code rows} is
 * @param vectors a file of vectors, row k belonging to row k of {@code rows}; or {@code null}
 * @param vectorColumn the vectors' column; without {@code vectors}, a column of {@code rows} to
 *     take as vectors; or {@code null}
 * @param metric how distances are measured there
 * @param key name of the key column, or {@code null}
 * @param textColumns columns whose text is to be searched, in a table that is created
 */
public record ImportRequest(
    String table,
    @Nullable Path rows,
    Kind kind,
    @Nullable Path vectors,
    @Nullable String vectorColumn,
    Metric metric,
    @Nullable String key,
    List<String> textColumns) {
  public ImportRequest {
    textColumns = List.copyOf(textColumns);
  }

  /** The kinds of files with rows. */
  public enum Kind {
    /** One JSON object per line. */
    JSON_LINES,
    /** Comma-separated values. */
    CSV
  }

  /** Returns the vectors' column, {@code embedding} unless named. */
  String vectorName() {
    return vectorColumn == null ? "embedding" : vectorColumn;
  }

  /** Opens the rows from their start. */
  RowSource open(Path file) {
    return switch (kind) {
      case JSON_LINES -> JsonLines.open(file);
      case CSV -> CsvFile.open(file);
    };
  }
}
