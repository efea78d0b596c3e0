package dev.pilum.testkit.contract;

import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filter.LetterCase;
import dev.pilum.storage.error.InvalidRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Conditions read as they stand, row by row: the second opinion on what backends select. Knows
 * comparisons of columns and constants, lists, patterns and nulls.
 */
final class PlainFilter {
  private PlainFilter() {}

  /** Returns whether the condition is true for the row: neither false nor unknown. */
  static boolean matches(Filter filter, Map<String, ?> row) {
    return Boolean.TRUE.equals(truth(filter, row));
  }

  /** Returns true, false, or {@code null} for unknown. */
  private static @Nullable Boolean truth(Filter filter, Map<String, ?> row) {
    return switch (filter) {
      case Filter.Compare(var left, var operator, var right) ->
          compare(value(left, row), operator, value(right, row));
      case Filter.In(var operand, var values) -> in(value(operand, row), values);
      case Filter.Like(var operand, var pattern, var letterCase) ->
          like(value(operand, row), pattern, letterCase);
      case Filter.IsNull(var operand) -> value(operand, row) == null;
      case Filter.And(var parts) -> all(parts, row);
      case Filter.Or(var parts) -> negated(all(parts.stream().map(Filter::negate).toList(), row));
      case Filter.Not(var part) -> negated(truth(part, row));
      case Filter.Matches m -> throw unknown(m);
      case Filter.HasAny h -> throw unknown(h);
      case Filter.HasAll h -> throw unknown(h);
    };
  }

  private static @Nullable Boolean all(List<Filter> parts, Map<String, ?> row) {
    Boolean all = Boolean.TRUE;
    for (Filter part : parts) {
      Boolean holds = truth(part, row);
      if (Boolean.FALSE.equals(holds)) {
        return false;
      }
      all = holds == null ? null : all;
    }
    return all;
  }

  private static @Nullable Boolean negated(@Nullable Boolean holds) {
    return holds == null ? null : !holds;
  }

  private static @Nullable Boolean compare(
      @Nullable Object left, Filter.Operator operator, @Nullable Object right) {
    if (left == null || right == null) {
      return null;
    }
    int order = order(left, right);
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }

  private static @Nullable Boolean in(@Nullable Object operand, List<?> values) {
    if (values.isEmpty()) {
      return false;
    }
    return operand == null ? null : values.stream().anyMatch(v -> order(operand, v) == 0);
  }

  private static @Nullable Boolean like(
      @Nullable Object operand, String pattern, LetterCase letterCase) {
    if (operand == null) {
      return null;
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      switch (c) {
        case '%' -> regex.append(".*");
        case '_' -> regex.append('.');
        case '\\' -> regex.append(Pattern.quote(pattern.substring(++i, i + 1)));
        default -> regex.append(Pattern.quote(pattern.substring(i, i + 1)));
      }
    }
    int folding = letterCase == LetterCase.IGNORED ? Pattern.CASE_INSENSITIVE : 0;
    return Pattern.compile(regex.toString(), Pattern.DOTALL | folding)
        .matcher((String) operand)
        .matches();
  }

  private static @Nullable Object value(Expression expression, Map<String, ?> row) {
    return switch (expression) {
      case Expression.Column(String name) -> row.containsKey(name) ? row.get(name) : null;
      case Expression.Literal(Object constant) -> constant;
      case Expression.Member m -> throw unknown(m);
      case Expression.Calculation c -> throw unknown(c);
      case Expression.Call c -> throw unknown(c);
      case Expression.Cast c -> throw unknown(c);
      case Expression.Truth t -> throw unknown(t);
    };
  }

  /** Compares values of one kind; texts beside dates and times are read as these. */
  static int order(Object left, Object right) {
    if (left instanceof String text && !(right instanceof String)) {
      return -order(right, text);
    }
    return switch (left) {
      case LocalDate day ->
          day.compareTo(right instanceof String s ? LocalDate.parse(s) : (LocalDate) right);
      case Instant time ->
          time.compareTo(right instanceof String s ? Instant.parse(s) : (Instant) right);
      case Number number -> new BigDecimal(number.toString()).compareTo(decimal(right));
      case Boolean truth -> Boolean.compare(truth, (Boolean) right);
      case String text -> text.compareTo((String) right);
      default -> throw unknown(left);
    };
  }

  private static BigDecimal decimal(Object number) {
    return new BigDecimal(number.toString());
  }

  private static InvalidRequest unknown(Object part) {
    return new InvalidRequest("the plain backend does not know " + part);
  }
}
