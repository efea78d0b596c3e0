package dev.pilum.storage.arrow;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows as plain values that any reader can be compared with: {@link Boolean}, {@link Long} for
 * integers of up to 32 bits, {@link Double} for floating-point numbers, text, lists and maps of
 * these, {@code null}. Integers of 64 bits, days of dates, microseconds of times and timestamps,
 * and the unscaled values of decimals are decimal digits; binary and UUIDs are hexadecimal.
 */
final class ExpectedRows {
  private ExpectedRows() {}

  static Map<String, List<@Nullable Object>> of(RecordBatch batch) {
    Map<String, List<@Nullable Object>> columns = new LinkedHashMap<>();
    for (int i = 0; i < batch.fields().size(); i++) {
      Field field = batch.fields().get(i);
      columns.put(field.name(), values(batch.column(i), 0, batch.rowCount()));
    }
    return columns;
  }

  private static List<@Nullable Object> values(Column column, int from, int to) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int row = from; row < to; row++) {
      values.add(column.isNull(row) ? null : value(column, row));
    }
    return values;
  }

  private static Object value(Column column, int row) {
    return switch (column.type()) {
      case DataType.Bool b -> column.booleanAt(row);
      case DataType.Int i when i.bits() == 64 -> Long.toString(column.longAt(row));
      case DataType.Int i -> column.longAt(row);
      case DataType.FloatingPoint f -> column.doubleAt(row);
      case DataType.Decimal d -> unscaled(column.bytesAt(row)).toString();
      case DataType.Utf8 u -> new String(column.bytesAt(row), StandardCharsets.UTF_8);
      case DataType.Binary b -> HexFormat.of().formatHex(column.bytesAt(row));
      case DataType.Date d -> Long.toString(column.longAt(row));
      case DataType.Time t -> Long.toString(column.longAt(row));
      case DataType.Timestamp t -> Long.toString(column.longAt(row));
      case DataType.Uuid u -> HexFormat.of().formatHex(column.bytesAt(row));
      case DataType.ListOf l ->
          values(column.children().getFirst(), column.startOf(row), column.endOf(row));
      case DataType.Struct s -> struct(column, s, row);
      case DataType.Vector v ->
          values(
              coordinates(column, v),
              row * SchemaEncoder.elementsPerVector(v),
              (row + 1) * SchemaEncoder.elementsPerVector(v));
    };
  }

  private static Object struct(Column column, DataType.Struct type, int row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < type.fields().size(); i++) {
      fields.put(
          type.fields().get(i).name(), values(column.children().get(i), row, row + 1).getFirst());
    }
    return fields;
  }

  private static Column coordinates(Column column, DataType.Vector type) {
    DataType element = SchemaEncoder.coordinate(type.element());
    int count = column.length() * SchemaEncoder.elementsPerVector(type);
    return new Column(element, count, null, null, column.values(), List.of());
  }

  private static BigInteger unscaled(byte[] little) {
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[little.length - 1 - i];
    }
    return new BigInteger(big);
  }

  /** Returns the columns in the JSON form that {@code .ci/arrow-js/check.mjs} describes. */
  static String json(int rowCount, Map<String, List<@Nullable Object>> columns) {
    List<Object> described = new ArrayList<>();
    columns.forEach((name, values) -> described.add(Map.of("name", name, "values", values)));
    StringBuilder json = new StringBuilder();
    write(Map.of("rows", rowCount, "columns", described), json);
    return json.toString();
  }

  private static void write(@Nullable Object value, StringBuilder json) {
    switch (value) {
      case null -> json.append("null");
      case Boolean b -> json.append(b);
      case Number n -> json.append(n);
      case List<?> list -> {
        json.append('[');
        for (int i = 0; i < list.size(); i++) {
          json.append(i == 0 ? "" : ",");
          write(list.get(i), json);
        }
        json.append(']');
      }
      case Map<?, ?> map -> writeMap(map, json);
      default -> quote(value.toString(), json);
    }
  }

  private static void writeMap(Map<?, ?> map, StringBuilder json) {
    json.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      json.append(separator);
      quote(entry.getKey().toString(), json);
      json.append(':');
      write(entry.getValue(), json);
      separator = ",";
    }
    json.append('}');
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
