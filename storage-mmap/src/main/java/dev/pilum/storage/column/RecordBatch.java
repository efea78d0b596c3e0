package dev.pilum.storage.column;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.util.List;

/**
 * Rows as columns of equal length, one for each field, in the fields' order. Owns no memory.
 *
 * @param fields names and types
 * @param rowCount how many rows
 * @param columns one for each field, each {@code rowCount} long
 */
public record RecordBatch(List<Field> fields, int rowCount, List<Column> columns) {
  public RecordBatch {
    fields = List.copyOf(fields);
    columns = List.copyOf(columns);
    if (fields.size() != columns.size()) {
      throw new InvalidRequest(
          "a batch of " + fields.size() + " fields has " + columns.size() + " columns");
    }
    for (int i = 0; i < columns.size(); i++) {
      checkColumn(fields.get(i), columns.get(i), rowCount);
    }
  }

  /** Returns the column of the field with the given place. */
  public Column column(int index) {
    return columns.get(index);
  }

  /** Returns the named column. */
  public Column column(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return columns.get(i);
      }
    }
    throw new InvalidRequest(
        "the batch has no column '"
            + name
            + "'; it has "
            + fields.stream().map(Field::name).toList());
  }

  /** Returns {@code rows} rows from {@code from} on, a multiple of 8, sharing the buffers. */
  public RecordBatch rows(int from, int rows) {
    return new RecordBatch(fields, rows, columns.stream().map(c -> c.rows(from, rows)).toList());
  }

  private static void checkColumn(Field field, Column column, int rowCount) {
    if (column.length() != rowCount) {
      throw new InvalidRequest(
          "column '%s' has %d rows, the batch has %d"
              .formatted(field.name(), column.length(), rowCount));
    }
    if (!DataType.same(column.type(), field.type())) {
      throw new InvalidRequest(
          "column '%s' has type %s, got %s"
              .formatted(field.name(), field.type().describe(), column.type().describe()));
    }
  }
}
