package dev.pilum.filter;

/**
 * What an {@link Expression.Call} computes. Each is null when an argument is null, but for {@link
 * #COALESCE} and {@link #NULLIF}. The names are those of SQL text, in lower case.
 */
public enum Function {
  /** Text in lower case, independent of language. */
  LOWER(1, 1),
  /** Text in upper case, independent of language. */
  UPPER(1, 1),
  /** Text without blanks (U+0020) at both ends. */
  TRIM(1, 1),
  /** Text without blanks at its start. */
  LTRIM(1, 1),
  /** Text without blanks at its end. */
  RTRIM(1, 1),
  /** Number of a text's code points, or of a binary value's bytes. */
  LENGTH(1, 1),
  /** Number of bytes of a text's UTF-8, or of a binary value. */
  OCTET_LENGTH(1, 1),
  /** Text, from which code point on (the first is 1), and how many; to the end without. */
  SUBSTRING(2, 3),
  /** Texts, one after another. */
  CONCAT(1, 1_000),
  /** Text, what to replace everywhere, by what; the same text when that is empty. */
  REPLACE(3, 3),
  /** A number turned round zero. */
  NEGATE(1, 1),
  /** A number's distance from zero. */
  ABS(1, 1),
  /** The nearest whole number, halves away from zero; or with so many digits, a constant. */
  ROUND(1, 2),
  /** The greatest whole number that is not greater. */
  FLOOR(1, 1),
  /** The least whole number that is not less. */
  CEIL(1, 1),
  /** A number without its fraction. */
  TRUNC(1, 1),
  /** The square root, a float64; NaN for negative numbers. */
  SQRT(1, 1),
  /** A number raised to a power, a float64. */
  POWER(2, 2),
  /** The first argument that is not null. */
  COALESCE(1, 1_000),
  /** The first argument, or null where it equals the second. */
  NULLIF(2, 2),
  /**
   * A part of a date, time or timestamp, named by a constant first argument: {@code year}, {@code
   * quarter}, {@code month}, {@code week} (ISO 8601), {@code day}, {@code dow} (Sunday is 0),
   * {@code doy}, {@code hour}, {@code minute}, {@code second}, {@code millisecond} and {@code
   * microsecond} (both with the seconds), {@code epoch} (seconds since 1970). A whole number; of a
   * timestamp with a zone in that zone.
   */
  DATE_PART(2, 2),
  /**
   * A date or timestamp cut down to the start of its {@code year}, {@code quarter}, {@code month},
   * {@code week} (Monday), {@code day}, {@code hour}, {@code minute} or {@code second}, named by a
   * constant first argument.
   */
  DATE_TRUNC(2, 2),
  /** Number of a list's elements, nulls among them. */
  ARRAY_LENGTH(1, 1);

  private final int least;
  private final int most;

  Function(int least, int most) {
    this.least = least;
    this.most = most;
  }

  /** Returns how many arguments it takes at least. */
  public int leastArguments() {
    return least;
  }

  /** Returns how many arguments it takes at most. */
  public int mostArguments() {
    return most;
  }
}
