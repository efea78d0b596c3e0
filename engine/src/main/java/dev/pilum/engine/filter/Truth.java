package dev.pilum.engine.filter;

/**
 * What a condition is for each row in SQL's three-valued logic (Kleene 1938): true, unknown, or
 * else false. No row is both.
 *
 * @param yes rows for which it is true
 * @param unknown rows for which it is unknown
 */
record Truth(Bits yes, Bits unknown) {
  Truth {
    assert yes.and(unknown).isEmpty() : "true and unknown at once";
  }

  /** Returns a condition that is true for all rows. */
  static Truth always(int rows) {
    return new Truth(Bits.all(rows), Bits.none(rows));
  }

  /** Returns a condition that is false for all rows. */
  static Truth never(int rows) {
    return new Truth(Bits.none(rows), Bits.none(rows));
  }

  /**
   * Returns a condition that is as {@code yes} says where there is a value, and unknown elsewhere.
   */
  static Truth where(Bits yes, Bits present) {
    return new Truth(yes.and(present), present.not());
  }

  /** False when either is false, true when both are true. */
  Truth and(Truth other) {
    Bits both = yes.and(other.yes);
    return new Truth(both, possible().and(other.possible()).andNot(both));
  }

  /** True when either is true, false when both are false. */
  Truth or(Truth other) {
    Bits either = yes.or(other.yes);
    return new Truth(either, unknown.or(other.unknown).andNot(either));
  }

  /** True when false and the other way round; unknown stays so. */
  Truth not() {
    return new Truth(possible().not(), unknown);
  }

  /** Returns what it is for {@code count} rows from {@code from} on, a multiple of 64. */
  Truth slice(int from, int count) {
    return new Truth(yes.slice(from, count), unknown.slice(from, count));
  }

  /** Returns whether it is false for all rows, so that nothing joined to it by "and" can match. */
  boolean isNever() {
    return yes.isEmpty() && unknown.isEmpty();
  }

  /** Returns the rows for which it is not false. */
  Bits possible() {
    return yes.or(unknown);
  }
}
