package dev.pilum.engine.row;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Checks that a whole batch may be written to a table. Errors name the column and the row, counted
 * from 0.
 */
public final class BatchCheck {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private BatchCheck() {}

  /**
   * Returns the batch with the schema's fields in the schema's order; nullable columns that it
   * lacks are null. Shares its memory.
   *
   * @throws InvalidRequest when a column is unknown, there twice, missing though it must not be
   *     null, or of another type; when a value is null that must not be, a key is empty, a vector's
   *     coordinate is NaN or infinite, or a time lies outside the day
   */
  public static RecordBatch conform(Schema schema, RecordBatch batch) {
    checkNames(schema, batch);
    List<Column> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      columns.add(columnFor(field, batch));
    }
    for (int i = 0; i < columns.size(); i++) {
      check(schema.fields().get(i), columns.get(i));
    }
    RecordBatch conforming = new RecordBatch(schema.fields(), batch.rowCount(), columns);
    checkKey(schema, conforming);
    return conforming;
  }

  /** Refuses empty text or bytes as keys. */
  static void checkKey(Schema schema, RecordBatch batch) {
    Field field = schema.keyField();
    if (field != null) {
      checkNoEmptyKey(field, batch.column(field.name()));
    }
  }

  /**
   * Refuses empty text or bytes in a key column: nearly always they are a mistake, and logs and
   * URLs cannot show them.
   */
  static void checkNoEmptyKey(Field field, Column column) {
    boolean variable =
        field.type() instanceof DataType.Utf8 || field.type() instanceof DataType.Binary;
    for (int row = 0; variable && row < column.length(); row++) {
      if (column.startOf(row) == column.endOf(row)) {
        throw new InvalidRequest(
            "key must not be empty: column '%s', row %d".formatted(field.name(), row));
      }
    }
  }

  private static void checkNames(Schema schema, RecordBatch batch) {
    Set<String> seen = new HashSet<>();
    for (Field field : batch.fields()) {
      if (!schema.has(field.name())) {
        throw schema.unknownColumn(field.name());
      }
      if (!seen.add(field.name())) {
        throw new InvalidRequest("column '" + field.name() + "' is there twice");
      }
    }
  }

  private static Column columnFor(Field field, RecordBatch batch) {
    for (int i = 0; i < batch.fields().size(); i++) {
      if (batch.fields().get(i).name().equals(field.name())) {
        return batch.column(i);
      }
    }
    if (!field.nullable()) {
      throw new InvalidRequest("column '" + field.name() + "' must not be null, but is missing");
    }
    return ArrayColumns.allNull(field.type(), batch.rowCount());
  }

  private static void check(Field field, Column column) {
    if (!DataType.same(column.type(), field.type())) {
      throw new InvalidRequest(
          "column '%s' has type %s, got %s"
              .formatted(field.name(), field.type().describe(), column.type().describe()));
    }
    checkNulls(field, column);
    checkValues(field, column);
  }

  private static void checkNulls(Field field, Column column) {
    if (field.nullable() || column.validity() == null) {
      return;
    }
    for (int row = 0; row < column.length(); row++) {
      if (column.isNull(row)) {
        throw new InvalidRequest(
            "column '%s' must not be null, but is in row %d".formatted(field.name(), row));
      }
    }
  }

  private static void checkValues(Field field, Column column) {
    switch (field.type()) {
      case DataType.Vector v -> checkFinite(field, v, column);
      case DataType.Struct s -> checkParts(field, s, column);
      case DataType.Time t -> checkTimes(field, column);
      case DataType.Bool b -> {}
      case DataType.Int i -> {}
      case DataType.FloatingPoint f -> {}
      case DataType.Decimal d -> {}
      case DataType.Utf8 u -> {}
      case DataType.Binary b -> {}
      case DataType.Date d -> {}
      case DataType.Timestamp t -> {}
      case DataType.Uuid u -> {}
      case DataType.ListOf l -> checkVectors(field, l, column);
    }
  }

  private static void checkFinite(Field field, DataType.Vector type, Column column) {
    long bad = firstBad(type, column, 0);
    while (bad >= 0) {
      int row = (int) (bad / type.dimension());
      if (!column.isNull(row)) {
        throw notFinite(field, column, row, bad % type.dimension());
      }
      bad = firstBad(type, column, (row + 1L) * type.dimension());
    }
  }

  /** Checks all vectors of a column that has several in each row. */
  private static void checkVectors(Field field, DataType.ListOf type, Column column) {
    if (!(type.element() instanceof DataType.Vector vector)) {
      return;
    }
    Column vectors = column.children().getFirst();
    for (int i = 0; vectors.validity() != null && i < column.startOf(column.length()); i++) {
      if (vectors.isNull(i)) {
        throw new InvalidRequest(
            "column '%s' must have no null among its vectors, but has one in row %d"
                .formatted(field.name(), rowOf(column, i)));
      }
    }
    long bad = firstBad(vector, vectors, 0);
    if (bad >= 0) {
      int place = (int) (bad / vector.dimension());
      float[] values = (float[]) Objects.requireNonNull(RowReader.value(vectors, place));
      long coordinate = bad % vector.dimension();
      throw new InvalidRequest(
          "column '%s' has %s at coordinate %d of a vector, which must be finite, in row %d"
              .formatted(field.name(), values[(int) coordinate], coordinate, rowOf(column, place)));
    }
  }

  private static int rowOf(Column lists, int element) {
    int row = 0;
    while (lists.endOf(row) <= element) {
      row++;
    }
    return row;
  }

  private static long firstBad(DataType.Vector type, Column column, long from) {
    long count = (long) column.length() * type.dimension();
    return switch (type.element()) {
      case FLOAT32 -> FiniteScan.firstBadSingle(column.bytes(), from, count);
      case FLOAT16 -> FiniteScan.firstBadHalf(column.bytes(), from, count);
      case INT8, BIT -> -1;
    };
  }

  private static InvalidRequest notFinite(Field field, Column column, int row, long coordinate) {
    float[] vector = (float[]) Objects.requireNonNull(RowReader.value(column, row));
    return new InvalidRequest(
        "column '%s' has %s at coordinate %d, which must be finite, in row %d"
            .formatted(field.name(), vector[(int) coordinate], coordinate, row));
  }

  /** A struct that is null has parts that are null, whatever its fields say. */
  private static void checkParts(Field field, DataType.Struct type, Column column) {
    for (int i = 0; i < type.fields().size(); i++) {
      Field part = type.fields().get(i);
      Column values = column.children().get(i);
      for (int row = 0; !part.nullable() && row < column.length(); row++) {
        if (values.isNull(row) && !column.isNull(row)) {
          throw new InvalidRequest(
              "column '%s' has a field '%s' that must not be null, but is in row %d"
                  .formatted(field.name(), part.name(), row));
        }
      }
      checkValues(part, values);
    }
  }

  private static void checkTimes(Field field, Column column) {
    for (int row = 0; row < column.length(); row++) {
      long micros = column.longAt(row);
      if ((micros < 0 || micros >= MICROS_PER_DAY) && !column.isNull(row)) {
        throw new InvalidRequest(
            "column '%s' has a time of %d microseconds, outside the day, in row %d"
                .formatted(field.name(), micros, row));
      }
    }
  }
}
