package dev.pilum.filter;

import java.util.List;

/**
 * A condition on a row, in SQL's three-valued logic: a comparison with a null is unknown, and only
 * rows for which the whole condition is true match. Made with {@link Filters}, or from SQL text by
 * {@link dev.pilum.Sql}.
 */
public sealed interface Filter {
  /**
   * Two values compared; unknown when one of them is null.
   *
   * @param left a scalar value
   * @param operator how
   * @param right a scalar value. A constant is taken as the other side's type: a {@link
   *     java.math.BigDecimal} beside a floating-point number as the nearest of its width, text
   *     beside a date as that date
   */
  record Compare(Expression left, Operator operator, Expression right) implements Filter {}

  /**
   * A value equal to one of several; false when there are none.
   *
   * @param operand a scalar value
   * @param values constants as in {@link Compare}, none null
   */
  record In(Expression operand, List<?> values) implements Filter {
    public In {
      values = Constants.canonical(values);
    }
  }

  /**
   * Text that matches an SQL pattern: {@code %} stands for any text, {@code _} for one code point,
   * a backslash takes the next character literally.
   *
   * @param operand a text
   * @param pattern the pattern
   * @param letterCase whether upper and lower case letters differ
   */
  record Like(Expression operand, String pattern, LetterCase letterCase) implements Filter {}

  /**
   * Text in which a regular expression is found, anywhere unless it says {@code ^} and {@code $}.
   * The syntax is RE2's: no backreferences, no lookaround, and time linear in the text.
   *
   * @param operand a text
   * @param regex the expression
   * @param letterCase whether upper and lower case letters differ
   */
  record Matches(Expression operand, String regex, LetterCase letterCase) implements Filter {}

  /**
   * A list that has one of several values; unknown for no list, false for no values. Elements that
   * are null equal nothing.
   *
   * @param list a column, or a struct's field, that is a list
   * @param values constants as in {@link Compare}, none null
   */
  record HasAny(Expression list, List<?> values) implements Filter {
    public HasAny {
      values = Constants.canonical(values);
    }
  }

  /**
   * A list that has all of several values; unknown for no list, else true for no values. Elements
   * that are null equal nothing.
   *
   * @param list a column, or a struct's field, that is a list
   * @param values constants as in {@link Compare}, none null
   */
  record HasAll(Expression list, List<?> values) implements Filter {
    public HasAll {
      values = Constants.canonical(values);
    }
  }

  /**
   * No value; never unknown.
   *
   * @param operand any value, also a list, struct or vector
   */
  record IsNull(Expression operand) implements Filter {}

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

  /** Whether upper and lower case letters differ. */
  enum LetterCase {
    /** They do. */
    SENSITIVE,
    /** They do not, independent of language, code point by code point. */
    IGNORED
  }

  /** How two values are compared. */
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
