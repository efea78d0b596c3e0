package dev.pilum.pgvector;

import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.LetterCase;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.pgvector.ValueSql.Typed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/*
 * Both sides know three truths, so that AND, OR, NOT and IS NULL are what they are. What differs is looked after here: text is
 * compared by code points (collation "C"), numbers of different types by value (a constant between two values of the column's type
 * becomes the nearest one and another operator), and a list of no values is never null. What is left over is refused.
 */
/** Conditions of a collection's rows as SQL with parameters. Safe for use by many threads. */
final class FilterSql {
  static final String CODE_POINTS = " collate \"C\"";

  private final ValueSql values;

  FilterSql(Schema schema) {
    this.values = new ValueSql(schema, this);
  }

  /** Returns the values that conditions are made of. */
  ValueSql values() {
    return values;
  }

  /** Returns the SQL of a condition, in brackets where it needs any. */
  Clause of(Filter filter) {
    return switch (filter) {
      case Filter.And(var parts) -> Clause.joined(each(parts), " and ", "true");
      case Filter.Or(var parts) -> Clause.joined(each(parts), " or ", "false");
      case Filter.Not(var part) -> of(part).within("(not ", ")");
      case Filter.Compare(var left, var operator, var right) -> compare(left, operator, right);
      case Filter.In(var operand, var members) -> in(operand, members);
      case Filter.Like like -> like(like);
      case Filter.Matches m -> throw ValueSql.refused("a regular expression");
      case Filter.HasAny(var list, var members) -> ListSql.hasAny(values.of(list), members);
      case Filter.HasAll(var list, var members) -> ListSql.hasAll(values.of(list), members);
      case Filter.IsNull(var operand) -> isNull(operand);
    };
  }

  private List<Clause> each(List<Filter> parts) {
    List<Clause> all = new ArrayList<>(parts.size());
    parts.forEach(part -> all.add(of(part)));
    return all;
  }

  private Clause compare(Expression left, Operator operator, Expression right) {
    if (left instanceof Expression.Literal(Object constant)) {
      if (right instanceof Expression.Literal) {
        throw ValueSql.refused("two constants");
      }
      return constant == null
          ? Clause.of("null::boolean")
          : ConstantSql.compare(values.of(right), mirrored(operator), constant);
    }
    if (right instanceof Expression.Literal(Object constant)) {
      return constant == null
          ? Clause.of("null::boolean")
          : ConstantSql.compare(values.of(left), operator, constant);
    }
    return pair(values.of(left), operator, values.of(right));
  }

  private static Operator mirrored(Operator operator) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL -> operator;
      case LESS -> Operator.GREATER;
      case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
      case GREATER -> Operator.LESS;
      case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
    };
  }

  private static Clause pair(Typed left, Operator operator, Typed right) {
    if (!comparesExactly(left.type(), right.type())) {
      throw ValueSql.refused(
          "%s beside %s".formatted(left.type().describe(), right.type().describe()));
    }
    String collation = left.type() instanceof DataType.Utf8 ? CODE_POINTS : "";
    return left.clause()
        .then(collation + " " + sign(operator) + " ", right.clause())
        .within("(", ")");
  }

  private static boolean comparesExactly(DataType left, DataType right) {
    boolean floats =
        left instanceof DataType.FloatingPoint || right instanceof DataType.FloatingPoint;
    if (isNumber(left) && isNumber(right)) {
      return !floats || (fitsDouble(left) && fitsDouble(right));
    }
    boolean instants =
        left instanceof DataType.Timestamp a
            && right instanceof DataType.Timestamp b
            && (a.zone() == null) == (b.zone() == null);
    return instants || (left.isScalar() && left.equals(right));
  }

  private static boolean isNumber(DataType type) {
    return type instanceof DataType.Int
        || type instanceof DataType.FloatingPoint
        || type instanceof DataType.Decimal;
  }

  private static boolean fitsDouble(DataType type) {
    return type instanceof DataType.FloatingPoint
        || (type instanceof DataType.Int whole && whole.bits() <= Integer.SIZE);
  }

  private Clause in(Expression operand, List<?> members) {
    if (members.isEmpty()) {
      return Clause.of("false");
    }
    if (operand instanceof Expression.Literal) {
      throw ValueSql.refused("a constant in a list");
    }
    return ConstantSql.in(values.of(operand), members);
  }

  private Clause like(Filter.Like like) {
    if (like.operand() instanceof Expression.Literal) {
      throw ValueSql.refused("a pattern of a constant");
    }
    if (like.letterCase() == LetterCase.IGNORED) {
      throw ValueSql.refused("ILIKE, which goes by the database's locale");
    }
    Typed operand = values.of(like.operand());
    String pattern = like.pattern();
    if (!(operand.type() instanceof DataType.Utf8)) {
      throw new InvalidRequest("only text is matched with LIKE, not " + operand.type().describe());
    }
    int backslashes = pattern.length() - pattern.replaceAll("\\\\+$", "").length();
    if (backslashes % 2 == 1) {
      throw new InvalidRequest(
          "LIKE pattern '" + pattern + "' ends in a backslash; write two to match one");
    }
    return operand.clause().then("", Clause.of(" like ?::text", ConstantSql.text(pattern)));
  }

  private Clause isNull(Expression operand) {
    return operand instanceof Expression.Literal(Object constant)
        ? Clause.of(constant == null ? "true" : "false")
        : values.of(operand).clause().within("(", " is null)");
  }

  static String sign(Operator operator) {
    return switch (operator) {
      case EQUAL -> "=";
      case NOT_EQUAL -> "<>";
      case LESS -> "<";
      case LESS_OR_EQUAL -> "<=";
      case GREATER -> ">";
      case GREATER_OR_EQUAL -> ">=";
    };
  }

  /** Returns a condition that is false, but unknown where the value is null. */
  static Clause never(Clause value) {
    return value.within("(", " is null and null)");
  }

  /** Returns a condition that is true, but unknown where the value is null. */
  static Clause always(Clause value) {
    return value.within("(", " is not null or null)");
  }
}
