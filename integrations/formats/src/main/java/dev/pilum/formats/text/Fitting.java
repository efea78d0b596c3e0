package dev.pilum.formats.text;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ForeignName;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the values of JSON and CSV into the Java types that columns take. */
public final class Fitting {
  private Fitting() {}

  /**
   * Returns {@code value} as a column of {@code type} takes it.
   *
   * @throws InvalidRequest when it does not fit
   */
  public static @Nullable Object fit(DataType type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    return value instanceof CsvCell cell ? CsvFitting.fit(type, cell) : fitJson(type, value);
  }

  private static Object fitJson(DataType type, Object value) {
    return switch (type) {
      case DataType.Utf8 t -> value instanceof String text ? text : JsonText.of(value);
      case DataType.Bool t when value instanceof Boolean -> value;
      case DataType.Int i when value instanceof Long number -> whole(i, number);
      case DataType.FloatingPoint f when value instanceof Number number -> fraction(f, number);
      case DataType.FloatingPoint f when value instanceof String text && isNoNumber(text) ->
          fraction(f, Double.valueOf(text));
      case DataType.Decimal d when value instanceof Number number ->
          parsed(type, number.toString(), java.math.BigDecimal::new);
      case DataType.Date t when value instanceof String text ->
          parsed(type, text, java.time.LocalDate::parse);
      case DataType.Time t when value instanceof String text ->
          parsed(type, text, java.time.LocalTime::parse);
      case DataType.Timestamp t when value instanceof String text -> timestamp(t, text);
      case DataType.Uuid t when value instanceof String text ->
          parsed(type, text, java.util.UUID::fromString);
      case DataType.Binary t when value instanceof String text ->
          parsed(type, text, java.util.Base64.getDecoder()::decode);
      case DataType.ListOf l when value instanceof List<?> list -> listOf(l.element(), list);
      case DataType.Struct s when value instanceof Map<?, ?> object -> struct(s, object);
      case DataType.Vector v when value instanceof List<?> list -> vector(v, list);
      case DataType.Vector v when value instanceof String text && isBytes(v) ->
          parsed(type, text, java.util.Base64.getDecoder()::decode);
      default -> throw unfit(type, value);
    };
  }

  private static boolean isBytes(DataType.Vector type) {
    return type.element() == Element.INT8 || type.element() == Element.BIT;
  }

  /** Returns whether {@code text} stands for what JSON has no number for. */
  private static boolean isNoNumber(String text) {
    return text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
  }

  private static Object whole(DataType.Int type, long number) {
    int spare = Long.SIZE - type.bits();
    long held = type.signed() ? (number << spare) >> spare : (number << spare) >>> spare;
    if (held != number) {
      throw unfit(type, number);
    }
    boolean wide = type.bits() == 64 || (type.bits() == 32 && !type.signed());
    return wide ? (Object) number : (Object) (int) number;
  }

  /** Returns a number as wide as the type; rounded, but none so far off that it is infinite. */
  private static Object fraction(DataType.FloatingPoint type, Number number) {
    if (type.bits() == 64) {
      return number.doubleValue();
    }
    float single = number.floatValue();
    if (Float.isInfinite(single) && Double.isFinite(number.doubleValue())) {
      throw unfit(type, number);
    }
    return single;
  }

  private static Object timestamp(DataType.Timestamp type, String text) {
    return type.zone() == null
        ? parsed(type, text, Moments::local)
        : parsed(type, text, Moments::instant);
  }

  private static List<@Nullable Object> listOf(DataType element, List<?> list) {
    java.util.ArrayList<@Nullable Object> fitted = new java.util.ArrayList<>(list.size());
    for (Object value : list) {
      fitted.add(fit(element, value));
    }
    return fitted;
  }

  private static Map<String, @Nullable Object> struct(DataType.Struct type, Map<?, ?> object) {
    Map<String, DataType> types = new HashMap<>();
    Map<String, @Nullable Object> fitted = new LinkedHashMap<>();
    for (Field field : type.fields()) {
      types.put(field.name(), field.type());
      fitted.put(field.name(), null);
    }
    object.forEach((key, value) -> {
      String name = types.containsKey((String) key) ? (String) key : ForeignName.of((String) key);
      DataType known = types.get(name);
      if (known == null && value != null) {
        throw new InvalidRequest(
            "there is no field '%s' in %s; leave it out, or name it in the column's type"
                .formatted(key, type.describe()));
      }
      if (known != null) {
        fitted.put(name, fit(known, value));
      }
    });
    return fitted;
  }

  private static Object vector(DataType.Vector type, List<?> list) {
    if (list.size() != type.dimension()) {
      throw new InvalidRequest(
          "the vector has " + list.size() + " coordinates, the column " + type.dimension());
    }
    float[] vector = new float[list.size()];
    for (int i = 0; i < vector.length; i++) {
      if (!(list.get(i) instanceof Number coordinate)) {
        throw unfit(type, list.get(i));
      }
      vector[i] = coordinate.floatValue();
    }
    return type.element() == Element.INT8 ? bytes(type, vector) : vector;
  }

  private static byte[] bytes(DataType.Vector type, float[] vector) {
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) vector[i];
      if (bytes[i] != vector[i]) {
        throw unfit(type, vector[i]);
      }
    }
    return bytes;
  }

  static <T> T parsed(DataType type, String text, java.util.function.Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (java.time.DateTimeException | IllegalArgumentException e) {
      throw unfit(type, text);
    }
  }

  static InvalidRequest unfit(DataType type, @Nullable Object value) {
    return new InvalidRequest(
        "the value %s does not fit %s".formatted(JsonText.of(value), type.describe()));
  }
}
