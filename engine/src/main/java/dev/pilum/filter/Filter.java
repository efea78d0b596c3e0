package dev.pilum.filter;

import java.util.List;

/**
 * A condition on a row, in SQL's three-valued logic: a comparison with a null is unknown, and only
 * rows for which the whole condition is true match. Made with {@link Filters}.
 */
public sealed interface Filter {
  /**
   * A column compared with a value.
   *
   * @param column name of a scalar column
   * @param operator how
   * @param value a value of the column's Java type; any {@link Number} for numeric columns; not
   *     null
   */
  record Compare(String column, Operator operator, Object value) implements Filter {}

  /**
   * A column equal to one of several values; false when there are none.
   *
   * @param column name of a scalar column
   * @param values values as in {@link Compare}
   */
  record In(String column, List<?> values) implements Filter {
    public In {
      values = List.copyOf(values);
    }
  }

  /**
   * Text that matches an SQL pattern: {@code %} stands for any text, {@code _} for one character.
   *
   * @param column name of a text column
   * @param pattern the pattern
   */
  record Like(String column, String pattern) implements Filter {}

  /**
   * A column without a value; never unknown.
   *
   * @param column name of any column
   */
  record IsNull(String column) implements Filter {}

  /**
   * All parts hold; true when there are none.
   *
   * @param parts the parts
   */
  record And(List<Filter> parts) implements Filter {
    public And {
      parts = List.copyOf(parts);
    }
  }

  /**
   * At least one part holds; false when there are none.
   *
   * @param parts the parts
   */
  record Or(List<Filter> parts) implements Filter {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /**
   * The part does not hold; unknown stays unknown.
   *
   * @param part the part
   */
  record Not(Filter part) implements Filter {}

  /** How a column is compared with a value. */
  enum Operator {
    /** Equal. */
    EQUAL,
    /** Not equal. */
    NOT_EQUAL,
    /** Less. */
    LESS,
    /** Less or equal. */
    LESS_OR_EQUAL,
    /** Greater. */
    GREATER,
    /** Greater or equal. */
    GREATER_OR_EQUAL
  }

  /** Returns the condition that this one and {@code other} hold. */
  default Filter and(Filter other) {
    return new And(List.of(this, other));
  }

  /** Returns the condition that this one or {@code other} holds. */
  default Filter or(Filter other) {
    return new Or(List.of(this, other));
  }

  /** Returns the condition that this one does not hold. */
  default Filter negate() {
    return new Not(this);
  }
}
