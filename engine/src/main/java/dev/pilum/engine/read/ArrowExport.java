package dev.pilum.engine.read;

import dev.pilum.Batch;
import dev.pilum.BatchReader;
import dev.pilum.storage.arrow.ArrowBatchWriter;
import dev.pilum.storage.arrow.ArrowForm;
import dev.pilum.storage.arrow.ArrowSchema;
import dev.pilum.storage.schema.Field;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a scan as Arrow, one batch at a time in memory. */
final class ArrowExport {
  /** Rows of a batch; wide ones end it sooner, at the bytes that {@link ScanBatches} bounds. */
  static final int BATCH_ROWS = 16_384;

  private ArrowExport() {}

  /**
   * Writes all rows, and returns how many.
   *
   * @param key name of the table's key, or {@code null}; written down where it is among the columns
   */
  static long write(
      BatchReader batches, @Nullable String key, OutputStream target, ArrowForm form) {
    long rows = 0;
    try (ArrowBatchWriter writer =
        new ArrowBatchWriter(target, schema(batches.fields(), key), form)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        writer.write(batch.columns());
        rows += batch.rowCount();
      }
      writer.finish();
    }
    return rows;
  }

  private static ArrowSchema schema(List<Field> fields, @Nullable String key) {
    ArrowSchema schema = ArrowSchema.of(fields);
    boolean hasKey = fields.stream().anyMatch(field -> field.name().equals(key));
    return key != null && hasKey ? schema.with(ArrowSchema.KEY, key) : schema;
  }
}
