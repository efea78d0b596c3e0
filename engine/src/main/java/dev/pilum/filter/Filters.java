package dev.pilum.filter;

import dev.pilum.filter.Filter.Operator;
import java.util.List;

/** Short names for every {@link Filter}, meant to be imported statically. */
public final class Filters {
  private Filters() {}

  /** Returns the condition {@code column = value}. */
  public static Filter eq(String column, Object value) {
    return new Filter.Compare(column, Operator.EQUAL, value);
  }

  /** Returns the condition {@code column <> value}. */
  public static Filter ne(String column, Object value) {
    return new Filter.Compare(column, Operator.NOT_EQUAL, value);
  }

  /** Returns the condition {@code column < value}. */
  public static Filter lt(String column, Object value) {
    return new Filter.Compare(column, Operator.LESS, value);
  }

  /** Returns the condition {@code column <= value}. */
  public static Filter le(String column, Object value) {
    return new Filter.Compare(column, Operator.LESS_OR_EQUAL, value);
  }

  /** Returns the condition {@code column > value}. */
  public static Filter gt(String column, Object value) {
    return new Filter.Compare(column, Operator.GREATER, value);
  }

  /** Returns the condition {@code column >= value}. */
  public static Filter ge(String column, Object value) {
    return new Filter.Compare(column, Operator.GREATER_OR_EQUAL, value);
  }

  /** Returns the condition {@code low <= column <= high}. */
  public static Filter between(String column, Object low, Object high) {
    return ge(column, low).and(le(column, high));
  }

  /** Returns the condition that the column equals one of {@code values}. */
  public static Filter in(String column, Object... values) {
    return new Filter.In(column, List.of(values));
  }

  /**
   * Returns the condition that the text in the column matches an SQL pattern of {@code %} and
   * {@code _}.
   */
  public static Filter like(String column, String pattern) {
    return new Filter.Like(column, pattern);
  }

  /** Returns the condition that the column has no value. */
  public static Filter isNull(String column) {
    return new Filter.IsNull(column);
  }

  /** Returns the condition that the column has a value. */
  public static Filter isNotNull(String column) {
    return new Filter.Not(new Filter.IsNull(column));
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
