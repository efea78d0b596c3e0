package dev.pilum.storage.arrow;

import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import java.util.List;

/**
 * Rows to be written, column by column, each buffer in pieces.
 *
 * @param rowCount how many rows
 * @param columns one for each field of the file, each {@code rowCount} long
 */
public record BatchPieces(int rowCount, List<ColumnPieces> columns) {
  public BatchPieces {
    columns = List.copyOf(columns);
    for (ColumnPieces column : columns) {
      if (column.length() != rowCount) {
        throw new InvalidRequest(
            "a column has %d rows, its batch has %d".formatted(column.length(), rowCount));
      }
    }
  }

  /** Returns a batch in memory as one piece per buffer. */
  public static BatchPieces of(RecordBatch batch) {
    return new BatchPieces(
        batch.rowCount(), batch.columns().stream().map(ColumnPieces::of).toList());
  }
}
