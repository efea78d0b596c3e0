package dev.pilum.engine.sql;

import dev.pilum.engine.row.Numbers;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.LetterCase;
import dev.pilum.filter.Function;
import dev.pilum.storage.schema.DataType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes filters as the SQL text that parses to them again; only "all" or "any" of a single part
 * comes back as the part, and a cast to timestamps of any zone as one to UTC's.
 */
final class SqlPrinter {
  private static final Set<String> KEYWORDS =
      Set.of("and", "or", "not", "in", "between", "like", "ilike", "is", "null", "true", "false");

  private final StringBuilder sql = new StringBuilder();

  private SqlPrinter() {}

  /** Returns the text of a filter. */
  static String print(Filter filter) {
    SqlPrinter printer = new SqlPrinter();
    printer.condition(filter);
    return printer.sql.toString();
  }

  /** Returns the text of a value. */
  static String print(Expression value) {
    SqlPrinter printer = new SqlPrinter();
    printer.value(value);
    return printer.sql.toString();
  }

  /** Returns the name of a function. */
  static String nameOf(Function function) {
    return function.name().toLowerCase(Locale.ROOT);
  }

  private void condition(Filter filter) {
    switch (filter) {
      case Filter.Compare c -> compare(c);
      case Filter.In i -> in(i);
      case Filter.Like l -> {
        side(l.operand());
        sql.append(l.letterCase() == LetterCase.SENSITIVE ? " LIKE " : " ILIKE ");
        literal(l.pattern());
      }
      case Filter.Matches m -> {
        side(m.operand());
        sql.append(m.letterCase() == LetterCase.SENSITIVE ? " ~ " : " ~* ");
        literal(m.regex());
      }
      case Filter.HasAny h -> list("array_has_any", h.list(), h.values());
      case Filter.HasAll h -> list("array_has_all", h.list(), h.values());
      case Filter.IsNull n -> {
        side(n.operand());
        sql.append(" IS NULL");
      }
      case Filter.And a -> joined(a.parts(), " AND ", "TRUE");
      case Filter.Or o -> joined(o.parts(), " OR ", "FALSE");
      case Filter.Not n -> {
        sql.append("NOT (");
        condition(n.part());
        sql.append(')');
      }
    }
  }

  private void compare(Filter.Compare compare) {
    side(compare.left());
    sql.append(
        switch (compare.operator()) {
          case EQUAL -> " = ";
          case NOT_EQUAL -> " <> ";
          case LESS -> " < ";
          case LESS_OR_EQUAL -> " <= ";
          case GREATER -> " > ";
          case GREATER_OR_EQUAL -> " >= ";
        });
    side(compare.right());
  }

  private void in(Filter.In in) {
    side(in.operand());
    sql.append(" IN ");
    list(in.values(), in.values().isEmpty() ? "[]" : "()");
  }

  private void list(String function, Expression list, List<?> values) {
    sql.append(function).append('(');
    value(list);
    sql.append(", ");
    list(values, "[]");
    sql.append(')');
  }

  private void list(List<?> values, String brackets) {
    sql.append(brackets.charAt(0));
    for (int i = 0; i < values.size(); i++) {
      sql.append(i == 0 ? "" : ", ");
      literal(values.get(i));
    }
    sql.append(brackets.charAt(1));
  }

  private void joined(List<Filter> parts, String word, String none) {
    if (parts.isEmpty()) {
      sql.append(none);
    } else if (parts.size() == 1) {
      condition(parts.getFirst());
    } else {
      for (int i = 0; i < parts.size(); i++) {
        sql.append(i == 0 ? "" : word);
        part(parts.get(i));
      }
    }
  }

  private void part(Filter part) {
    boolean joined = part instanceof Filter.And || part instanceof Filter.Or;
    sql.append(joined ? "(" : "");
    condition(part);
    sql.append(joined ? ")" : "");
  }

  /** A value beside a word or sign that binds less tightly than calculations. */
  private void side(Expression value) {
    if (value instanceof Expression.Truth(Filter condition)) {
      sql.append('(');
      condition(condition);
      sql.append(')');
    } else {
      value(value);
    }
  }

  private void value(Expression value) {
    switch (value) {
      case Expression.Column c -> name(c.name());
      case Expression.Member m -> {
        operand(m.struct());
        sql.append('.');
        name(m.field());
      }
      case Expression.Literal l -> literal(l.value());
      case Expression.Calculation c -> {
        operand(c.left());
        sql.append(sign(c.operation()));
        operand(c.right());
      }
      case Expression.Call c -> call(c);
      case Expression.Cast c -> {
        sql.append("CAST(");
        side(c.operand());
        sql.append(" AS ").append(SqlTypes.nameOf(c.type())).append(')');
      }
      case Expression.Truth t -> side(t);
    }
  }

  private void operand(Expression value) {
    boolean calculated = value instanceof Expression.Calculation;
    sql.append(calculated ? "(" : "");
    value(value);
    sql.append(calculated ? ")" : "");
  }

  private static String sign(Expression.Operation operation) {
    return switch (operation) {
      case ADD -> " + ";
      case SUBTRACT -> " - ";
      case MULTIPLY -> " * ";
      case DIVIDE -> " / ";
      case REMAINDER -> " % ";
    };
  }

  private void call(Expression.Call call) {
    sql.append(nameOf(call.function())).append('(');
    for (int i = 0; i < call.arguments().size(); i++) {
      sql.append(i == 0 ? "" : ", ");
      side(call.arguments().get(i));
    }
    sql.append(')');
  }

  private void name(String name) {
    boolean plain = !name.isEmpty() && !KEYWORDS.contains(name.toLowerCase(Locale.ROOT));
    for (int i = 0; i < name.length() && plain; i++) {
      char c = name.charAt(i);
      boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      plain = letter || (i > 0 && c >= '0' && c <= '9');
    }
    sql.append(plain ? name : '"' + name.replace("\"", "\"\"") + '"');
  }

  private void literal(@Nullable Object value) {
    switch (value) {
      case null -> sql.append("NULL");
      case String text -> quoted("", text);
      case Boolean flag -> sql.append(flag ? "TRUE" : "FALSE");
      case BigDecimal number -> decimal(number);
      case Double number when !Double.isFinite(number) -> {
        quoted("CAST(", number.toString());
        sql.append(" AS ")
            .append(SqlTypes.nameOf(new DataType.FloatingPoint(Double.SIZE)))
            .append(')');
      }
      case Double number -> {
        String digits = number.toString();
        sql.append(digits).append(digits.indexOf('E') < 0 ? "E0" : "");
      }
      case byte[] bytes -> quoted("X", HexFormat.of().formatHex(bytes));
      case LocalDate day -> quoted("DATE ", day.toString());
      case LocalTime time -> quoted("TIME ", time.toString());
      case LocalDateTime time -> quoted("TIMESTAMP ", time.toString());
      case Instant instant -> quoted("TIMESTAMP ", instant.toString());
      case UUID uuid -> quoted("UUID ", uuid.toString());
      default -> sql.append(value);
    }
  }

  private void decimal(BigDecimal number) {
    // Zero has its own digits behind the point, which taming it would drop.
    String digits = (number.signum() == 0 ? number : Numbers.tamed(number)).toPlainString();
    sql.append(digits).append(digits.indexOf('.') < 0 ? "." : "");
  }

  private void quoted(String before, String text) {
    sql.append(before).append('\'').append(text.replace("'", "''")).append('\'');
  }
}
