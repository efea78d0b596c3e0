package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type in PostgreSQL that holds the values of one of Pilum's.
 *
 * <p>Each value fits exactly and comes back as it went. Unsigned and narrow integers get the next
 * wider type, half floats {@code real}; vectors of int8 become {@code halfvec}, which has every
 * whole number up to 2,048 and is searched by the same distances.
 *
 * @param sql as columns are declared, such as {@code vector(384)}
 * @param base the same without modifier and brackets, such as {@code vector}
 * @param send function that gives a value's binary form, such as {@code vector_send}
 * @param extension whether type and function belong to pgvector
 * @param array whether values are arrays of {@code base}
 */
record PgType(String sql, String base, String send, boolean extension, boolean array) {
  private static final Pattern MODIFIER = Pattern.compile("\\((\\d+)(?:,(\\d+))?\\)");

  /** What modifiers of {@code numeric} are greater by, PostgreSQL's VARHDRSZ. */
  private static final int NUMERIC_HEADER = 4;

  /** What pgvector holds at most. */
  private static final int MAX_DIMENSION = 16_000;

  /** Returns the type for values of a column. */
  static PgType of(String column, DataType type) {
    return switch (type) {
      case DataType.Bool b -> scalar("boolean", "boolsend");
      case DataType.Int i -> integer(i);
      case DataType.FloatingPoint f ->
          f.bits() == 64 ? scalar("double precision", "float8send") : scalar("real", "float4send");
      case DataType.Decimal d ->
          new PgType(
              "numeric(" + d.precision() + "," + d.scale() + ")",
              "numeric",
              "numeric_send",
              false,
              false);
      case DataType.Utf8 u -> scalar("text", "textsend");
      case DataType.Binary b -> scalar("bytea", "byteasend");
      case DataType.Date d -> scalar("date", "date_send");
      case DataType.Time t -> scalar("time", "time_send");
      case DataType.Timestamp t ->
          t.zone() == null
              ? scalar("timestamp", "timestamp_send")
              : scalar("timestamptz", "timestamptz_send");
      case DataType.Uuid u -> scalar("uuid", "uuid_send");
      case DataType.Struct s -> scalar("jsonb", "jsonb_send");
      case DataType.ListOf l -> arrayOf(of(column, l.element()));
      case DataType.Vector v -> vector(column, v);
    };
  }

  private static PgType integer(DataType.Int type) {
    if (type.bits() == 8 || (type.bits() == 16 && type.signed())) {
      return scalar("smallint", "int2send");
    }
    boolean four = type.bits() == 16 || (type.bits() == 32 && type.signed());
    return four ? scalar("integer", "int4send") : scalar("bigint", "int8send");
  }

  private static PgType vector(String column, DataType.Vector type) {
    if (type.element() == DataType.Vector.Element.BIT) {
      return new PgType("bit(" + type.dimension() + ")", "bit", "bit_send", false, false);
    }
    if (type.dimension() > MAX_DIMENSION) {
      throw new InvalidRequest(
          "column '%s' has vectors of %d coordinates; pgvector holds %d at most"
              .formatted(column, type.dimension(), MAX_DIMENSION));
    }
    String name = type.element() == DataType.Vector.Element.FLOAT32 ? "vector" : "halfvec";
    return new PgType(name + "(" + type.dimension() + ")", name, name + "_send", true, false);
  }

  private static PgType scalar(String name, String send) {
    return new PgType(name, name, send, false, false);
  }

  private static PgType arrayOf(PgType element) {
    return new PgType(element.sql + "[]", element.base, "array_send", element.extension, true);
  }

  /** Returns the modifier by which catalogs tell columns of this type apart; -1 for none. */
  int modifier() {
    Matcher numbers = MODIFIER.matcher(sql);
    if (!numbers.find()) {
      return -1;
    }
    int first = Integer.parseInt(numbers.group(1));
    String scale = numbers.group(2);
    return scale == null ? first : (first << Short.SIZE | Integer.parseInt(scale)) + NUMERIC_HEADER;
  }

  /** Returns the SQL of a value's binary form. */
  String sendSql(String expression) {
    return send + "(" + expression + ")";
  }
}
