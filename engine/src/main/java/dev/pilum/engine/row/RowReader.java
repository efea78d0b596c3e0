package dev.pilum.engine.row;

import dev.pilum.Row;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns columns into Java values, of the types named at each {@link DataType}. What it returns
 * shares no memory with the columns.
 */
public final class RowReader {
  private RowReader() {}

  /** Returns the row's value, or {@code null} when it has none. */
  public static @Nullable Object value(Column column, int row) {
    if (column.isNull(row)) {
      return null;
    }
    return switch (column.type()) {
      case DataType.Bool b -> column.booleanAt(row);
      case DataType.Int i -> whole(i, column.longAt(row));
      case DataType.FloatingPoint f -> real(f, column.doubleAt(row));
      case DataType.Decimal d -> ValueBytes.decimalAt(column.bytes(), row, d.scale());
      case DataType.Utf8 u -> new String(column.bytesAt(row), StandardCharsets.UTF_8);
      case DataType.Binary b -> column.bytesAt(row);
      case DataType.Date d -> LocalDate.ofEpochDay(column.longAt(row));
      case DataType.Time t -> Times.timeOfDay(column.longAt(row));
      case DataType.Timestamp t when t.zone() == null -> Times.local(column.longAt(row));
      case DataType.Timestamp t -> Times.instant(column.longAt(row));
      case DataType.Uuid u -> ValueBytes.uuidAt(column.bytes(), row);
      case DataType.ListOf l -> elements(column, row);
      case DataType.Struct s -> parts(s, column, row);
      case DataType.Vector v -> vector(v, column, row);
    };
  }

  /** Returns a row of these columns without values, to make others from: see {@link #fill}. */
  public static Row emptyRow(List<Field> columns) {
    @Nullable Object[] parts = new @Nullable Object[2 * columns.size()];
    for (int i = 0; i < columns.size(); i++) {
      parts[2 * i] = columns.get(i).name();
    }
    return Row.of(parts);
  }

  /** Returns all columns of a row, in order. */
  public static Row row(RecordBatch batch, int row) {
    return fill(emptyRow(batch.fields()), batch, row);
  }

  /** As {@link #row(RecordBatch, int)}, with the names of {@code empty}, a row of its columns. */
  public static Row fill(Row empty, RecordBatch batch, int row) {
    @Nullable Object[] values = new @Nullable Object[empty.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(batch.column(i), row);
    }
    return empty.withValues(values);
  }

  /** Returns the columns with these places of a row, in that order. */
  public static Row row(RecordBatch batch, int row, int[] columns) {
    @Nullable Object[] parts = new @Nullable Object[2 * columns.length];
    for (int i = 0; i < columns.length; i++) {
      parts[2 * i] = batch.fields().get(columns[i]).name();
      parts[2 * i + 1] = value(batch.column(columns[i]), row);
    }
    return Row.of(parts);
  }

  private static Object whole(DataType.Int type, long value) {
    boolean wide = type.bits() == 64 || (type.bits() == 32 && !type.signed());
    // No conditional expression: it would widen the Integer back to a Long.
    if (wide) {
      return value;
    }
    return (int) value;
  }

  private static Object real(DataType.FloatingPoint type, double value) {
    if (type.bits() == 64) {
      return value;
    }
    return (float) value;
  }

  private static List<@Nullable Object> elements(Column column, int row) {
    Column child = column.children().getFirst();
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = column.startOf(row); i < column.endOf(row); i++) {
      elements.add(value(child, i));
    }
    return Collections.unmodifiableList(elements);
  }

  private static Map<String, @Nullable Object> parts(DataType.Struct type, Column column, int row) {
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    for (int i = 0; i < type.fields().size(); i++) {
      parts.put(type.fields().get(i).name(), value(column.children().get(i), row));
    }
    return Collections.unmodifiableMap(parts);
  }

  private static Object vector(DataType.Vector type, Column column, int row) {
    MemorySegment bytes = column.slice(row);
    return switch (type.element()) {
      case FLOAT32 -> bytes.toArray(Layout.FLOAT);
      case FLOAT16 -> halves(bytes, type.dimension());
      case INT8, BIT -> column.bytesAt(row);
    };
  }

  private static float[] halves(MemorySegment bytes, int dimension) {
    float[] coordinates = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      coordinates[i] = Float.float16ToFloat(bytes.get(Layout.SHORT, i * 2L));
    }
    return coordinates;
  }
}
