package dev.pilum;

import dev.pilum.filter.Expression;

/**
 * One of the values that a {@link Scan} is ordered by. Numbers by value, NaN greatest; text by code
 * points; false before true. Rows without a value come last, unless said otherwise.
 *
 * @param value a scalar column, or a value computed from columns
 * @param direction which end comes first
 * @param nulls where rows without a value come
 */
public record Order(Expression value, Direction direction, Nulls nulls) {
  /** Which end comes first. */
  public enum Direction {
    /** The least. */
    ASCENDING,
    /** The greatest. */
    DESCENDING
  }

  /** Where rows without a value come, whatever the direction. */
  public enum Nulls {
    /** Before all others. */
    FIRST,
    /** Behind all others. */
    LAST
  }

  /** Returns the order by a column, least values first. */
  public static Order ascending(String column) {
    return ascending(new Expression.Column(column));
  }

  /** Returns the order by a column, greatest values first. */
  public static Order descending(String column) {
    return descending(new Expression.Column(column));
  }

  /** Returns the order by a computed value, such as {@code Sql.value("lower(title)")}. */
  public static Order ascending(Expression value) {
    return new Order(value, Direction.ASCENDING, Nulls.LAST);
  }

  /** Returns the order by a computed value, greatest first. */
  public static Order descending(Expression value) {
    return new Order(value, Direction.DESCENDING, Nulls.LAST);
  }

  /** Returns this order with rows without a value before all others. */
  public Order nullsFirst() {
    return new Order(value, direction, Nulls.FIRST);
  }
}
