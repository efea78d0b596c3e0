package dev.pilum;

import dev.pilum.filter.Expression;

/**
 * One of the values that a query returns of each row.
 *
 * @param name what it is called in the result: 1 to 64 letters, digits, {@code _ . -}
 * @param value a column, or a value computed from columns
 */
public record Selected(String name, Expression value) {
  /** Returns a column under its own name. */
  public static Selected column(String name) {
    return new Selected(name, new Expression.Column(name));
  }

  /** Returns a value under a name, such as {@code as("next", Sql.value("year + ?", 1))}. */
  public static Selected as(String name, Expression value) {
    return new Selected(name, value);
  }
}
