package dev.pilum.engine.sql;

import static dev.pilum.filter.Filters.all;
import static dev.pilum.filter.Filters.any;
import static dev.pilum.filter.Filters.between;
import static dev.pilum.filter.Filters.calculate;
import static dev.pilum.filter.Filters.call;
import static dev.pilum.filter.Filters.cast;
import static dev.pilum.filter.Filters.column;
import static dev.pilum.filter.Filters.compare;
import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.ge;
import static dev.pilum.filter.Filters.gt;
import static dev.pilum.filter.Filters.has;
import static dev.pilum.filter.Filters.hasAll;
import static dev.pilum.filter.Filters.hasAny;
import static dev.pilum.filter.Filters.ilike;
import static dev.pilum.filter.Filters.in;
import static dev.pilum.filter.Filters.isNotNull;
import static dev.pilum.filter.Filters.isNull;
import static dev.pilum.filter.Filters.le;
import static dev.pilum.filter.Filters.like;
import static dev.pilum.filter.Filters.lt;
import static dev.pilum.filter.Filters.matches;
import static dev.pilum.filter.Filters.member;
import static dev.pilum.filter.Filters.ne;
import static dev.pilum.filter.Filters.not;
import static dev.pilum.filter.Filters.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pilum.Sql;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Expression.Operation;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.filter.Function;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What SQL texts mean, by the builder calls that mean the same. */
class SqlTextsTest {
  static Stream<Arguments> conditions() {
    return Stream.of(
        arguments("a = 1", eq("a", 1)),
        arguments("a == 1", eq("a", 1)),
        arguments("a <> -1", ne("a", -1)),
        arguments("a != 1.5", ne("a", new BigDecimal("1.5"))),
        arguments("a < 1e3", lt("a", 1000.0)),
        arguments("a <= .5", le("a", new BigDecimal("0.5"))),
        arguments("a > -9223372036854775808", gt("a", Long.MIN_VALUE)),
        arguments("a >= 9223372036854775808", ge("a", new BigDecimal("9223372036854775808"))),
        arguments("a = 'it''s'", eq("a", "it's")),
        arguments("a = '\\n -- ; /*'", eq("a", "\\n -- ; /*")),
        arguments("\"a b\" = 1 AND `c``d` = 2", all(eq("a b", 1), eq("c`d", 2))),
        arguments("größe = 1", eq("größe", 1)),
        arguments(
            "a = 1 or b = 2 and not c = 3", any(eq("a", 1), all(eq("b", 2), not(eq("c", 3))))),
        arguments("(a = 1 OR b = 2) AND c = 3", all(any(eq("a", 1), eq("b", 2)), eq("c", 3))),
        arguments("a IN (1, 2)", in("a", 1, 2)),
        arguments("a not in ('x')", not(in("a", "x"))),
        arguments("a IN (1, NULL)", any(in("a", 1), eqNull("a"))),
        arguments("a IN (1, b)", any(in("a", 1), pair("a", Operator.EQUAL, "b"))),
        arguments("a BETWEEN 1 AND 2 AND b = 3", all(between("a", 1, 2), eq("b", 3))),
        arguments("a NOT BETWEEN 1 AND 2", not(between("a", 1, 2))),
        arguments("a LIKE 'x%'", like("a", "x%")),
        arguments("a NOT ILIKE 'x_'", not(ilike("a", "x_"))),
        arguments("a LIKE 'x!%y!!z\\%' ESCAPE '!'", like("a", "x\\%y!z\\\\%")),
        arguments("a LIKE '%' || 'x_' || '%'", like("a", "%x_%")),
        arguments("a LIKE 'x' || NULL", eqNull("a")),
        arguments("a IS NULL", isNull("a")),
        arguments("a IS NOT NULL", isNotNull("a")),
        arguments("a ~ '^x+$'", matches("a", "^x+$")),
        arguments("a !~ 'x'", not(matches("a", "x"))),
        arguments("regexp_like(a, 'x')", matches("a", "x")),
        arguments("array_has(tags, 'x')", has("tags", "x")),
        arguments("array_contains(tags, 3)", has("tags", 3)),
        arguments("array_has_any(tags, ['x', 'y'])", hasAny("tags", "x", "y")),
        arguments("array_has_all(tags, make_array('x', 'y'))", hasAll("tags", "x", "y")),
        arguments("tags @> ['x']", hasAll("tags", "x")),
        arguments("tags && ['x', 'y']", hasAny("tags", "x", "y")),
        arguments("starts_with(a, '5%')", like("a", "5\\%%")),
        arguments("ends_with(a, '_x')", like("a", "%\\_x")),
        arguments("contains(a, '\\')", like("a", "%\\\\%")),
        arguments("active", eq("active", true)),
        arguments("NOT active AND TRUE", all(not(eq("active", true)), all())),
        arguments("FALSE", any()),
        arguments("a = b", pair("a", Operator.EQUAL, "b")),
        arguments("date = DATE '2024-02-29'", eq("date", LocalDate.of(2024, 2, 29))),
        arguments("t = TIME '12:30'", eq("t", LocalTime.of(12, 30))),
        arguments(
            "t > timestamp '2024-01-01 10:00:00'", gt("t", LocalDateTime.of(2024, 1, 1, 10, 0))),
        arguments(
            "t > TIMESTAMP '2024-01-01T00:00:00+01:00'",
            gt("t", Instant.parse("2023-12-31T23:00:00Z"))),
        arguments("u = UUID '00000000-0000-0000-0000-000000000001'", eq("u", new UUID(0, 1))));
  }

  @ParameterizedTest
  @MethodSource("conditions")
  void aConditionMeansWhatTheBuilderSays(String text, Filter expected) {
    assertThat(Sql.filter(text)).isEqualTo(expected);
    assertThat(Sql.filter(Sql.text(expected))).isEqualTo(expected);
  }

  static Stream<Arguments> values() {
    Expression a = column("a");
    Expression one = value(1);
    return Stream.of(
        arguments("a", a),
        arguments("a.b.c", member(member(a, "b"), "c")),
        arguments("a['b c']", member(a, "b c")),
        arguments("a + 1 * a", plus(a, calculate(one, Operation.MULTIPLY, a))),
        arguments("(a + 1) * a", calculate(plus(a, one), Operation.MULTIPLY, a)),
        arguments(
            "a - 1 - a", calculate(calculate(a, Operation.SUBTRACT, one), Operation.SUBTRACT, a)),
        arguments(
            "a % 1 / a", calculate(calculate(a, Operation.REMAINDER, one), Operation.DIVIDE, a)),
        arguments("-a", call(Function.NEGATE, a)),
        arguments("- -1", call(Function.NEGATE, value(-1))),
        arguments("a || 'x'", call(Function.CONCAT, a, value("x"))),
        arguments("LOWER(a)", call(Function.LOWER, a)),
        arguments("substr(a, 1)", call(Function.SUBSTRING, a, one)),
        arguments("CAST(a AS double precision)", cast(a, Types.float64())),
        arguments("a::decimal(10, 2)", cast(a, Types.decimal(10, 2))),
        arguments("TRY_CAST(a AS int unsigned)", cast(a, Types.uint32())),
        arguments("extract(year FROM a)", call(Function.DATE_PART, value("year"), a)),
        arguments("date_part('dow', a)", call(Function.DATE_PART, value("dow"), a)),
        arguments("month(a)", call(Function.DATE_PART, value("month"), a)),
        arguments("coalesce(a, NULL, 1)", call(Function.COALESCE, a, value(null), one)),
        arguments("a = 1", new Expression.Truth(eq("a", 1))),
        arguments("\"from\"", column("from")),
        arguments("from", column("from")),
        arguments("cast", column("cast")),
        arguments("date", column("date")),
        arguments("unknown", column("unknown")));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueMeansWhatTheBuilderSays(String text, Expression expected) {
    assertThat(Sql.value(text)).isEqualTo(expected);
    assertThat(Sql.value(SqlFilters.print(expected))).isEqualTo(expected);
  }

  private static Filter pair(String left, Operator operator, String right) {
    return compare(column(left), operator, column(right));
  }

  private static Filter eqNull(String column) {
    return compare(column(column), Operator.EQUAL, value(null));
  }

  private static Expression plus(Expression left, Expression right) {
    return calculate(left, Operation.ADD, right);
  }
}
