package dev.pilum.engine.text;

import dev.pilum.fts.index.TextColumn;
import dev.pilum.fts.index.TextRows;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a batch of rows, dead ones included. Valid as long as the rows are.
 *
 * @param columns the text columns
 * @param rowCount how many rows
 */
public record RowTexts(List<Column> columns, int rowCount) implements TextRows {
  /** Returns the texts of {@code rows} in these columns. */
  public static RowTexts of(RecordBatch rows, List<TextColumn> columns) {
    List<Column> texts = new ArrayList<>(columns.size());
    for (TextColumn column : columns) {
      texts.add(rows.column(column.column()));
    }
    return new RowTexts(texts, rows.rowCount());
  }

  @Override
  public long textBytes() {
    long bytes = 0;
    for (Column column : columns) {
      bytes += rowCount == 0 ? 0 : column.endOf(rowCount - 1) - column.startOf(0);
    }
    return bytes;
  }

  @Override
  public @Nullable String text(int field, int ordinal) {
    Column column = columns.get(field);
    return column.isNull(ordinal)
        ? null
        : new String(column.bytesAt(ordinal), StandardCharsets.UTF_8);
  }
}
