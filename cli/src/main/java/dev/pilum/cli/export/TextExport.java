package dev.pilum.cli.export;

import dev.pilum.Batch;
import dev.pilum.BatchColumn;
import dev.pilum.BatchReader;
import dev.pilum.Scan;
import dev.pilum.cli.output.CsvText;
import dev.pilum.cli.output.JsonText;
import dev.pilum.storage.schema.Field;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the rows of a scan as lines of UTF-8, with one batch of them in memory. */
final class TextExport {
  private static final int BATCH_ROWS = 1_024;

  private TextExport() {}

  /** Turns a row into a line without its end. */
  @FunctionalInterface
  private interface Line {
    String of(Map<String, @Nullable Object> row);
  }

  static long jsonLines(Scan scan, OutputStream target) throws IOException {
    try (BatchReader batches = scan.batches(BATCH_ROWS)) {
      Writer lines = writer(target);
      return write(batches, lines, JsonText::of);
    }
  }

  static long csv(Scan scan, OutputStream target) throws IOException {
    try (BatchReader batches = scan.batches(BATCH_ROWS)) {
      Writer lines = writer(target);
      lines.write(CsvText.line(batches.fields().stream().map(Field::name).toList()) + "\n");
      return write(batches, lines, row -> CsvText.line(new ArrayList<>(row.values())));
    }
  }

  private static Writer writer(OutputStream target) {
    return new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8), 1 << 16);
  }

  private static long write(BatchReader batches, Writer lines, Line line) throws IOException {
    long rows = 0;
    while (batches.hasNext()) {
      Batch batch = batches.next();
      List<BatchColumn> columns = batch.names().stream().map(batch::column).toList();
      for (int row = 0; row < batch.rowCount(); row++) {
        lines.write(line.of(values(columns, row)));
        lines.write('\n');
      }
      rows += batch.rowCount();
    }
    lines.flush();
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
