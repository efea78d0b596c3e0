package dev.pilum.pgvector;

import dev.pilum.BatchBuilder;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.pgvector.ValueSql.Typed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Comparisons of a value with constants. */
final class ConstantSql {
  private ConstantSql() {}

  /** Returns {@code value operator constant}. */
  static Clause compare(Typed value, Operator operator, Object constant) {
    return switch (value.type()) {
      case DataType.Bool b -> compared(value, operator, "?::boolean", flag(value, constant));
      case DataType.Utf8 u -> text(value, operator, constant);
      case DataType.Binary b -> compared(value, operator, "?::bytea", bytes(value, constant));
      case DataType.Int i -> NumberSql.whole(value, operator, constant);
      case DataType.FloatingPoint f -> NumberSql.real(value, f, operator, constant);
      case DataType.Decimal d -> NumberSql.decimal(value, operator, constant);
      case DataType.Date d -> stored(value, operator, constant, "date");
      case DataType.Time t -> stored(value, operator, constant, "time");
      case DataType.Timestamp t -> stored(value, operator, toward(t, constant), named(t));
      case DataType.Uuid u -> stored(value, operator, constant, "uuid");
      case DataType.ListOf l -> throw misfit(value, constant);
      case DataType.Struct s -> throw misfit(value, constant);
      case DataType.Vector v -> throw misfit(value, constant);
    };
  }

  /** Returns {@code value in (members)}, all members being one parameter; there are some. */
  static Clause in(Typed value, List<?> members) {
    return switch (value.type()) {
      case DataType.Bool b ->
          any(value, "boolean", each(members, m -> flag(value, m)).toArray(Boolean[]::new));
      case DataType.Utf8 u -> any(value, "text", texts(members, m -> text(string(value, m))));
      case DataType.Binary b ->
          any(value, "bytea", each(members, m -> bytes(value, m)).toArray(byte[][]::new));
      case DataType.Int i ->
          any(
              value,
              "bigint",
              each(members, m -> NumberSql.exactLong(value, m)).toArray(Long[]::new));
      case DataType.FloatingPoint f ->
          any(
              value,
              "float8",
              each(members, m -> NumberSql.exactDouble(value, f, m)).toArray(Double[]::new));
      case DataType.Decimal d ->
          any(value, "numeric", texts(members, m -> NumberSql.exactDecimal(value, m)));
      case DataType.Date d -> any(value, "date", texts(members, m -> stored(value, m)));
      case DataType.Time t -> any(value, "time", texts(members, m -> stored(value, m)));
      case DataType.Timestamp t ->
          any(value, named(t), texts(members, m -> stored(value, toward(t, m))));
      case DataType.Uuid u -> any(value, "uuid", texts(members, m -> stored(value, m)));
      case DataType.ListOf l -> throw misfit(value, members.getFirst());
      case DataType.Struct s -> throw misfit(value, members.getFirst());
      case DataType.Vector v -> throw misfit(value, members.getFirst());
    };
  }

  /** Equal to one of an array; of an empty one PostgreSQL says no even where the value is null. */
  private static Clause any(Typed value, String type, Object[] members) {
    if (members.length == 0) {
      return FilterSql.never(value.clause());
    }
    boolean read = members instanceof String[] && !type.equals("text");
    String parameter = read ? "(?::text[])::" + type + "[]" : "?::" + type + "[]";
    return value.clause().then(" = ", Clause.of("any(" + parameter + ")", (Object) members));
  }

  private static String[] texts(List<?> members, Function<Object, @Nullable String> one) {
    return each(members, one).toArray(String[]::new);
  }

  /** Returns what members are in SQL, without those that no value equals. */
  private static <T> List<T> each(List<?> members, Function<Object, @Nullable T> one) {
    List<T> all = new ArrayList<>(members.size());
    for (Object member : members) {
      T made = one.apply(member);
      if (made != null) {
        all.add(made);
      }
    }
    return all;
  }

  static Clause compared(Typed value, Operator operator, String parameter, Object constant) {
    return value
        .clause()
        .then(" " + FilterSql.sign(operator) + " ", Clause.of(parameter, constant))
        .within("(", ")");
  }

  private static Clause text(Typed value, Operator operator, Object constant) {
    boolean order = operator != Operator.EQUAL && operator != Operator.NOT_EQUAL;
    Clause left = order ? value.clause().within("", FilterSql.CODE_POINTS) : value.clause();
    return compared(
        new Typed(left, value.type()), operator, "?::text", text(string(value, constant)));
  }

  /** Returns a text that PostgreSQL takes. */
  static String text(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidRequest(
          "a text in a filter has a zero character, which no text there has; take it out");
    }
    if (hasHalfCharacter(text)) {
      throw new InvalidRequest(
          "a text in a filter has half of a character (a surrogate without the other), which no"
              + " text has; take it out");
    }
    return text;
  }

  private static boolean hasHalfCharacter(String text) {
    return text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE);
  }

  private static String string(Typed value, Object constant) {
    if (constant instanceof String text) {
      return text;
    }
    throw misfit(value, constant);
  }

  private static Boolean flag(Typed value, Object constant) {
    if (constant instanceof Boolean flag) {
      return flag;
    }
    throw misfit(value, constant);
  }

  private static byte[] bytes(Typed value, Object constant) {
    if (constant instanceof byte[] bytes) {
      return bytes;
    }
    throw misfit(value, constant);
  }

  /** Compares with a constant that becomes what the column holds, as rows do. */
  private static Clause stored(Typed value, Operator operator, Object constant, String type) {
    return compared(value, operator, "?::" + type, stored(value, constant));
  }

  private static String stored(Typed value, Object constant) {
    if (constant instanceof Number || constant instanceof Boolean) {
      throw misfit(value, constant);
    }
    return PgText.of(cell(Field.of("constant", value.type()), constant));
  }

  private static String named(DataType.Timestamp type) {
    return type.zone() == null ? "timestamp" : "timestamptz";
  }

  /** Returns a value as a column holds it, or complains of it in the words of a write. */
  static Object cell(Field field, Object value) {
    Field named = Field.of(field.name(), field.type());
    Schema one = new Schema(List.of(named), null);
    return Objects.requireNonNull(
        new BatchBuilder(one)
            .values(field.name(), List.of(value))
            .build()
            .column(field.name())
            .valueAt(0));
  }

  /** A day beside timestamps is its start, a local time beside instants that time in its zone. */
  private static Object toward(DataType.Timestamp type, Object constant) {
    LocalDateTime local =
        switch (constant) {
          case LocalDate day -> day.atStartOfDay();
          case LocalDateTime time -> time;
          case String text when type.zone() != null -> local(text);
          default -> null;
        };
    if (local == null) {
      return constant;
    }
    String zone = type.zone();
    return zone == null ? local : local.atZone(ZoneId.of(zone)).toInstant();
  }

  private static @Nullable LocalDateTime local(String text) {
    try {
      String iso = text.replace(' ', 'T');
      return iso.indexOf('T') < 0
          ? LocalDate.parse(iso).atTime(LocalTime.MIDNIGHT)
          : LocalDateTime.parse(iso);
    } catch (DateTimeParseException e) {
      return null; // it has an offset, or is none, which the column says
    }
  }

  static InvalidRequest misfit(Typed value, Object constant) {
    return new InvalidRequest(
        "%s of type %s cannot be compared with '%s'"
            .formatted(value.clause().sql(), value.type().describe(), constant));
  }
}
