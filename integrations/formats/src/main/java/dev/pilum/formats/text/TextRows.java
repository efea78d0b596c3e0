package dev.pilum.formats.text;

import dev.pilum.Batch;
import dev.pilum.BatchColumn;
import dev.pilum.BatchReader;
import dev.pilum.Scan;
import dev.pilum.storage.schema.Field;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives the rows of a scan to a writer of text, with one batch of them in memory. */
final class TextRows {
  private static final int BATCH_ROWS = 1_024;

  private TextRows() {}

  /** Writes a row. */
  @FunctionalInterface
  interface RowWriter {
    void write(Map<String, @Nullable Object> row) throws IOException;
  }

  static Writer writer(WritableByteChannel target) {
    return new BufferedWriter(
        Channels.newWriter(target, StandardCharsets.UTF_8.newEncoder(), -1), 1 << 16);
  }

  static List<Field> fields(Scan scan) {
    try (BatchReader batches = scan.batches(1)) {
      return batches.fields();
    }
  }

  static long write(Scan scan, RowWriter writer) throws IOException {
    long rows = 0;
    try (BatchReader batches = scan.batches(BATCH_ROWS)) {
      while (batches.hasNext()) {
        Batch batch = batches.next();
        List<BatchColumn> columns = batch.names().stream().map(batch::column).toList();
        for (int row = 0; row < batch.rowCount(); row++) {
          writer.write(values(columns, row));
        }
        rows += batch.rowCount();
      }
    }
    return rows;
  }

  private static Map<String, @Nullable Object> values(List<BatchColumn> columns, int row) {
    Map<String, @Nullable Object> values = LinkedHashMap.newLinkedHashMap(columns.size());
    for (BatchColumn column : columns) {
      values.put(column.field().name(), column.valueAt(row));
    }
    return values;
  }
}
