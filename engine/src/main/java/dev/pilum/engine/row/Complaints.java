package dev.pilum.engine.row;

import dev.pilum.storage.schema.DataType;

/** Words for errors: what a type takes, and what was given instead. */
public final class Complaints {
  /** Longest piece of a value that an error repeats. */
  private static final int SHOWN_CHARS = 60;

  private Complaints() {}

  /** Returns what Java values a column of this type takes. */
  public static String expected(DataType type) {
    return switch (type) {
      case DataType.Bool b -> "true or false";
      case DataType.Int i -> "a whole number from " + minimum(i) + " to " + maximum(i);
      case DataType.FloatingPoint f when f.bits() == 16 -> "a number within 65504 of zero";
      case DataType.FloatingPoint f when f.bits() == 32 -> "a number within 3.4028235E38 of zero";
      case DataType.FloatingPoint f -> "a number";
      case DataType.Decimal d ->
          "a number of at most %d digits before and %d behind the point"
              .formatted(d.precision() - d.scale(), d.scale());
      case DataType.Utf8 u -> "a String of whole characters";
      case DataType.Binary b -> "a byte[]";
      case DataType.Date d -> "a LocalDate or text such as 2024-12-31";
      case DataType.Time t -> "a LocalTime or text such as 23:59:59";
      case DataType.Timestamp t when t.zone() == null ->
          "a LocalDateTime or text such as 2024-12-31T23:59:59";
      case DataType.Timestamp t ->
          "an Instant, an OffsetDateTime or text such as 2024-12-31T23:59:59Z";
      case DataType.Uuid u -> "a UUID or its text of 36 characters";
      case DataType.ListOf l -> "a List, each element " + expected(l.element());
      case DataType.Struct s ->
          "a Map of " + String.join(", ", s.fields().stream().map(f -> f.name()).toList());
      case DataType.Vector v when v.element() == DataType.Vector.Element.INT8 ->
          "a byte[" + v.dimension() + "] or " + v.dimension() + " whole numbers from -128 to 127";
      case DataType.Vector v when v.element() == DataType.Vector.Element.BIT ->
          "a byte[%d] of packed bits, a boolean[%d], a BitSet or %d numbers that are 0 or 1"
              .formatted(v.bytes(), v.dimension(), v.dimension());
      case DataType.Vector v -> "a float[" + v.dimension() + "] or as many numbers";
    };
  }

  /**
   * Returns a value as an error shows it: short, text in quotes, with its class where that is not
   * plain.
   */
  public static String shown(Object value) {
    if (value instanceof Number || value instanceof Boolean) {
      return cut(value.toString());
    }
    if (value instanceof String text) {
      return "'" + cut(text) + "'";
    }
    return switch (value) {
      case byte[] array -> "byte[" + array.length + "]";
      case boolean[] array -> "boolean[" + array.length + "]";
      case int[] array -> "int[" + array.length + "]";
      case long[] array -> "long[" + array.length + "]";
      case float[] array -> "float[" + array.length + "]";
      case double[] array -> "double[" + array.length + "]";
      default -> cut(value.toString()) + " (" + value.getClass().getSimpleName() + ")";
    };
  }

  static long minimum(DataType.Int type) {
    return type.signed() ? -1L << (type.bits() - 1) : 0;
  }

  static long maximum(DataType.Int type) {
    return ~(-1L << (type.bits() - (type.signed() ? 1 : 0)));
  }

  private static String cut(String text) {
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "...";
  }
}
