package dev.pilum.filter;

import dev.pilum.filter.Expression.Operation;
import dev.pilum.filter.Filter.LetterCase;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.storage.schema.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short names for every {@link Filter} and {@link Expression}, meant to be imported statically. */
public final class Filters {
  private Filters() {}

  /** Returns the condition {@code column = value}. */
  public static Filter eq(String column, Object value) {
    return compare(column(column), Operator.EQUAL, value(value));
  }

  /** Returns the condition {@code column <> value}. */
  public static Filter ne(String column, Object value) {
    return compare(column(column), Operator.NOT_EQUAL, value(value));
  }

  /** Returns the condition {@code column < value}. */
  public static Filter lt(String column, Object value) {
    return compare(column(column), Operator.LESS, value(value));
  }

  /** Returns the condition {@code column <= value}. */
  public static Filter le(String column, Object value) {
    return compare(column(column), Operator.LESS_OR_EQUAL, value(value));
  }

  /** Returns the condition {@code column > value}. */
  public static Filter gt(String column, Object value) {
    return compare(column(column), Operator.GREATER, value(value));
  }

  /** Returns the condition {@code column >= value}. */
  public static Filter ge(String column, Object value) {
    return compare(column(column), Operator.GREATER_OR_EQUAL, value(value));
  }

  /** Returns the condition {@code low <= column <= high}. */
  public static Filter between(String column, Object low, Object high) {
    return ge(column, low).and(le(column, high));
  }

  /** Returns the condition that the column equals one of {@code values}. */
  public static Filter in(String column, Object... values) {
    return in(column, Arrays.asList(values));
  }

  /** Returns the condition that the column equals one of {@code values}, none of them null. */
  public static Filter in(String column, Collection<?> values) {
    return new Filter.In(column(column), new ArrayList<>(values));
  }

  /**
   * Returns the condition that the text in the column matches an SQL pattern of {@code %} and
   * {@code _}.
   */
  public static Filter like(String column, String pattern) {
    return new Filter.Like(column(column), pattern, LetterCase.SENSITIVE);
  }

  /** As {@link #like}, upper and lower case letters alike. */
  public static Filter ilike(String column, String pattern) {
    return new Filter.Like(column(column), pattern, LetterCase.IGNORED);
  }

  /** Returns the condition that a regular expression in RE2's syntax is found in the text. */
  public static Filter matches(String column, String regex) {
    return new Filter.Matches(column(column), regex, LetterCase.SENSITIVE);
  }

  /** Returns the condition that the list in the column has this value. */
  public static Filter has(String column, Object value) {
    return hasAll(column, value);
  }

  /** Returns the condition that the list in the column has at least one of {@code values}. */
  public static Filter hasAny(String column, Object... values) {
    return hasAny(column, Arrays.asList(values));
  }

  /** As {@link #hasAny(String, Object...)}, of values none of which is null. */
  public static Filter hasAny(String column, Collection<?> values) {
    return new Filter.HasAny(column(column), new ArrayList<>(values));
  }

  /** Returns the condition that the list in the column has all of {@code values}. */
  public static Filter hasAll(String column, Object... values) {
    return hasAll(column, Arrays.asList(values));
  }

  /** As {@link #hasAll(String, Object...)}, of values none of which is null. */
  public static Filter hasAll(String column, Collection<?> values) {
    return new Filter.HasAll(column(column), new ArrayList<>(values));
  }

  /** Returns the condition that the column has no value. */
  public static Filter isNull(String column) {
    return new Filter.IsNull(column(column));
  }

  /** Returns the condition that the column has a value. */
  public static Filter isNotNull(String column) {
    return new Filter.Not(new Filter.IsNull(column(column)));
  }

  /** Returns the condition that compares two values. */
  public static Filter compare(Expression left, Operator operator, Expression right) {
    return new Filter.Compare(left, operator, right);
  }

  /** Returns the value of a column, to be computed with. */
  public static Expression column(String name) {
    return new Expression.Column(name);
  }

  /** Returns a constant; {@code null} for SQL's NULL. */
  public static Expression value(@Nullable Object value) {
    return new Expression.Literal(value);
  }

  /** Returns a field of a struct. */
  public static Expression member(Expression struct, String field) {
    return new Expression.Member(struct, field);
  }

  /** Returns the result of calculating with two numbers. */
  public static Expression calculate(Expression left, Operation operation, Expression right) {
    return new Expression.Calculation(left, operation, right);
  }

  /** Returns what a function gives. */
  public static Expression call(Function function, Expression... arguments) {
    return new Expression.Call(function, List.of(arguments));
  }

  /** Returns a value as another type, null where that cannot be done. */
  public static Expression cast(Expression operand, DataType type) {
    return new Expression.Cast(operand, type);
  }

  /**
   * Returns the condition that all of {@code parts} hold; true for every row when there are none.
   */
  public static Filter all(Filter... parts) {
    return new Filter.And(List.of(parts));
  }

  /**
   * Returns the condition that at least one of {@code parts} holds; true for no row when there are
   * none.
   */
  public static Filter any(Filter... parts) {
    return new Filter.Or(List.of(parts));
  }

  /** Returns the condition that {@code part} does not hold. */
  public static Filter not(Filter part) {
    return new Filter.Not(part);
  }
}
