package dev.pilum.pgvector;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Structs again of what {@link JsonbText} wrote. */
final class JsonValues {
  private JsonValues() {}

  /** Returns a value of this type; {@code null} for null and for what is not there. */
  static @Nullable Object value(DataType type, @Nullable Object json) {
    if (json == null) {
      return null;
    }
    String text = json.toString();
    return switch (type) {
      case DataType.Bool b -> json;
      case DataType.Int i -> whole(i, new BigDecimal(text).longValueExact());
      case DataType.FloatingPoint f -> real(f, text);
      case DataType.Decimal d -> new BigDecimal(text);
      case DataType.Utf8 u -> text;
      case DataType.Binary b -> Base64.getDecoder().decode(text);
      case DataType.Date d -> LocalDate.parse(text);
      case DataType.Time t -> LocalTime.parse(text);
      case DataType.Timestamp t when t.zone() == null -> LocalDateTime.parse(text);
      case DataType.Timestamp t -> Instant.parse(text);
      case DataType.Uuid u -> UUID.fromString(text);
      case DataType.ListOf l -> list(l, (List<?>) json);
      case DataType.Struct s -> struct(s, (Map<?, ?>) json);
      case DataType.Vector v -> vector(json);
    };
  }

  static Map<String, @Nullable Object> struct(DataType.Struct type, Map<?, ?> json) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Field field : type.fields()) {
      values.put(field.name(), value(field.type(), json.get(field.name())));
    }
    return values;
  }

  /** Returns a number as the Java type of its column. */
  static Object whole(DataType.Int type, long value) {
    if (type.bits() == 64 || (type.bits() == 32 && !type.signed())) {
      return value;
    }
    return Math.toIntExact(value);
  }

  private static Object real(DataType.FloatingPoint type, String text) {
    if (type.bits() == 64) {
      return Double.parseDouble(text);
    }
    return Float.parseFloat(text);
  }

  private static List<@Nullable Object> list(DataType.ListOf type, List<?> json) {
    List<@Nullable Object> values = new ArrayList<>(json.size());
    for (Object element : json) {
      values.add(value(type.element(), element));
    }
    return values;
  }

  private static Object vector(Object json) {
    if (json instanceof List<?> numbers) {
      float[] coordinates = new float[numbers.size()];
      for (int i = 0; i < coordinates.length; i++) {
        coordinates[i] = Float.parseFloat(String.valueOf(numbers.get(i)));
      }
      return coordinates;
    }
    return Base64.getDecoder().decode(json.toString());
  }
}
