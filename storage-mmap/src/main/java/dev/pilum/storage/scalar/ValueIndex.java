package dev.pilum.storage.scalar;

import org.jspecify.annotations.Nullable;

/**
 * The rows of one segment by their values: a list of entries in the order of values, each with some
 * rows. Rows without a value are in none.
 *
 * <p>Safe for use by many threads.
 */
public interface ValueIndex {
  /** Returns how many entries there are. */
  int entries();

  /** Returns how many entries have a value before a place; some twenty of them are looked at. */
  int rank(Cut cut);

  /**
   * Returns how many rows the entries from {@code from} to before {@code to} have together; a row
   * of several entries counts as often.
   */
  long rows(int from, int to);

  /** Compares every entry with the column, and returns what is wrong, or {@code null}. */
  @Nullable String problem();

  /** Sets the bits of the rows of the entries from {@code from} to before {@code to}. */
  void collect(int from, int to, long[] words);
}
