package dev.pilum.pgvector;

import dev.pilum.BatchBuilder;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.pgvector.ValueSql.Typed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
      case DataType.Timestamp t ->
          stored(
              value, operator, toward(t, constant), t.zone() == null ? "timestamp" : "timestamptz");
      case DataType.Uuid u -> stored(value, operator, constant, "uuid");
      case DataType.ListOf l -> throw misfit(value, constant);
      case DataType.Struct s -> throw misfit(value, constant);
      case DataType.Vector v -> throw misfit(value, constant);
    };
  }

  /** Returns {@code value in (members)}; there are some. */
  static Clause in(Typed value, List<?> members) {
    if (value.type() instanceof DataType.Utf8) {
      String[] texts =
          members.stream().map(member -> text(string(value, member))).toArray(String[]::new);
      return value.clause().then(" = ", Clause.of("any(?::text[])", (Object) texts));
    }
    if (value.type() instanceof DataType.Int) {
      Long[] numbers =
          members.stream()
              .map(member -> NumberSql.exactLong(value, member))
              .filter(Objects::nonNull)
              .toArray(Long[]::new);
      return numbers.length == 0
          ? FilterSql.never(value.clause())
          : value.clause().then(" = ", Clause.of("any(?::bigint[])", (Object) numbers));
    }
    List<Clause> each = new ArrayList<>(members.size());
    members.forEach(member -> each.add(compare(value, Operator.EQUAL, member)));
    return Clause.joined(each, " or ", "false");
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
      throw new InvalidRequest("a text in a filter has a zero character, which no text there has");
    }
    return text;
  }

  private static String string(Typed value, Object constant) {
    if (constant instanceof String text) {
      return text;
    }
    throw misfit(value, constant);
  }

  private static Object flag(Typed value, Object constant) {
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
    if (constant instanceof Number || constant instanceof Boolean) {
      throw misfit(value, constant);
    }
    Object cell = cell(Field.of("constant", value.type()), constant);
    return compared(value, operator, "?::" + type, PgText.of(cell));
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

  private static @org.jspecify.annotations.Nullable LocalDateTime local(String text) {
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
    String shown = constant instanceof BigDecimal number ? number.toPlainString() : "" + constant;
    return new InvalidRequest(
        "%s of type %s cannot be compared with '%s'"
            .formatted(value.clause().sql(), value.type().describe(), shown));
  }
}
