package dev.pilum.formats;

import dev.pilum.Batch;
import dev.pilum.BatchColumn;
import dev.pilum.Table;
import dev.pilum.WriteResult;
import dev.pilum.formats.ImportPosition.Mark;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.ReadBatch;
import dev.pilum.formats.text.JsonText;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the batches of an import, each as one commit. Where rejected rows are taken, a batch that
 * the table refuses is halved until the rows that are to blame are alone. One thread.
 */
final class ImportWriter {
  private final Table table;
  private final List<Field> columns;
  private final String input;
  private final @Nullable Path positionFile;
  private final @Nullable RejectFile rejects;
  private final Mark resumedAt;
  private Mark done;
  private long read;
  private long written;
  private long replaced;

  ImportWriter(
      Imports request,
      Input input,
      Table table,
      List<Field> columns,
      Mark resumedAt,
      @Nullable RejectFile rejects) {
    this.table = table;
    this.columns = columns;
    this.positionFile = request.positionFile;
    this.input = positionFile == null ? "" : ImportPosition.describe(input);
    this.resumedAt = resumedAt;
    this.done = resumedAt;
    this.rejects = rejects;
  }

  /** Writes a batch, or what of it has not been dealt with. */
  void write(ReadBatch batch) {
    if (rejects != null && read < resumedAt.rows()) {
      rejects
          .forget(); // with the first of its rows, all that were rejected with them were put down
    }
    read = batch.end();
    if (batch.end() <= resumedAt.rows()) {
      return;
    }
    ReadBatch rest = Slices.from(batch, resumedAt.rows());
    if (rest.ordinals().length == 0) {
      done = mark(rest.end());
    } else {
      writeOrHalve(rest);
    }
  }

  /** Ends the import: nothing is left to resume. */
  void finish() {
    if (rejects != null) {
      rejects.release();
    }
    Path file = positionFile;
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new StorageFailure("cannot delete '" + file + "': " + e, e);
      }
    }
  }

  ImportReport report(double seconds) {
    long rejected = rejects == null ? 0 : rejects.count();
    return new ImportReport(table.name(), written, replaced, rejected, resumedAt.rows(), seconds);
  }

  private void writeOrHalve(ReadBatch batch) {
    try {
      commit(batch);
    } catch (InvalidRequest e) {
      if (rejects == null) {
        throw e;
      }
      int rows = batch.ordinals().length;
      if (rows == 1) {
        reject(batch, rejects, e);
        return;
      }
      writeOrHalve(Slices.rows(batch, 0, rows / 2));
      writeOrHalve(Slices.rows(batch, rows / 2, rows));
    }
  }

  private void commit(ReadBatch batch) {
    Batch rows = Retyped.of(batch.rows(), columns);
    Mark next = mark(batch.end());
    Path file = positionFile;
    if (file != null) {
      if (rejects != null) {
        rejects.force();
      }
      new ImportPosition(input, table.name(), table.version(), rows.rowCount(), done, next)
          .write(file);
    }
    WriteResult result = table.schema().key() == null ? table.add(rows) : table.upsert(rows);
    done = next;
    written += rows.rowCount();
    replaced += result.rowsRemoved();
  }

  private void reject(ReadBatch row, RejectFile taker, InvalidRequest e) {
    String reason = String.valueOf(e.getMessage());
    long line = row.lines()[0];
    taker.take("row " + line, line, reason, JsonText.of(values(row.rows())), e);
    done = mark(row.end());
  }

  /** Returns the place behind {@code end} rows, with the rejected ones among them in their file. */
  private Mark mark(long end) {
    if (rejects == null) {
      return new Mark(end, done.rejected(), done.rejectBytes());
    }
    rejects.release();
    return new Mark(end, rejects.count(), rejects.bytes());
  }

  private static Map<String, @Nullable Object> values(Batch row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String name : row.names()) {
      BatchColumn column = row.column(name);
      values.put(name, column.valueAt(0));
    }
    return values;
  }
}
