package dev.pilum;

/**
 * What becomes of a row that has the same values in some columns as a row of the table, or as one
 * that comes before it in the same write.
 */
public enum Duplicates {
  /** The row is not written. */
  SKIP,
  /** The row is written and all others with those values go. */
  REPLACE,
  /** The write is refused, naming the row. */
  ERROR
}
