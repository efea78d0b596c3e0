package dev.pilum.storage.arrow;

import dev.pilum.storage.column.Column;

/**
 * Consecutive rows of a column.
 *
 * @param column where they are
 * @param from the first of them
 * @param count how many
 */
public record ColumnRange(Column column, int from, int count) {
  public ColumnRange {
    if (from < 0 || count < 0 || count > column.length() - from) {
      throw new IndexOutOfBoundsException(
          count + " rows from " + from + " of a column of " + column.length());
    }
  }

  /** Returns all rows of a column. */
  public static ColumnRange all(Column column) {
    return new ColumnRange(column, 0, column.length());
  }

  int end() {
    return from + count;
  }
}
