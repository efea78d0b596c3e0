package dev.pilum.engine.row;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns Java values into columns on the heap. Each type takes the Java type named at its {@link
 * dev.pilum.storage.schema.DataType}, and whatever becomes that type without losing anything: any
 * number in range, ISO 8601 text for dates and times, lists of numbers for vectors. Numbers are
 * rounded to the width of a floating-point column, times are cut to microseconds.
 *
 * <p>Errors ({@link InvalidRequest}) name the column and the row, counted from 0.
 */
public final class RowWriter {
  private RowWriter() {}

  /** Returns a column of these values; {@code null} where the field may be. */
  public static Column column(Field field, List<? extends @Nullable Object> values) {
    CellWriter cells = CellWriter.ofRows(field);
    for (Object value : values) {
      cells.append(value);
    }
    return cells.column();
  }

  /**
   * Returns these rows as columns in the schema's order; a column that a row does not mention is
   * null there.
   */
  public static RecordBatch batch(Schema schema, List<? extends Map<String, ?>> rows) {
    List<CellWriter> cells = schema.fields().stream().map(CellWriter::ofRows).toList();
    Map<String, CellWriter> byName = new HashMap<>();
    for (int i = 0; i < cells.size(); i++) {
      byName.put(schema.fields().get(i).name(), cells.get(i));
    }
    int rowCount = 0;
    for (Map<String, ?> row : rows) {
      appendRow(schema, byName, row, rowCount++);
      fillUp(cells, rowCount);
    }
    RecordBatch batch =
        new RecordBatch(schema.fields(), rowCount, cells.stream().map(CellWriter::column).toList());
    BatchCheck.checkKey(schema, batch);
    return batch;
  }

  private static void appendRow(
      Schema schema, Map<String, CellWriter> cells, Map<String, ?> row, int number) {
    for (Map.Entry<String, ?> entry : row.entrySet()) {
      CellWriter cell = cells.get(entry.getKey());
      if (cell == null) {
        throw new InvalidRequest(
            "row "
                + number
                + ": "
                + schema.unknownColumn(String.valueOf(entry.getKey())).getMessage());
      }
      cell.append(entry.getValue());
    }
  }

  private static void fillUp(List<CellWriter> cells, int rowCount) {
    for (CellWriter cell : cells) {
      if (cell.rowCount() < rowCount) {
        cell.append(null);
      }
    }
  }
}
