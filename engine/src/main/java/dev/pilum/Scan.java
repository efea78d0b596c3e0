package dev.pilum;

import dev.pilum.filter.Filter;
import java.util.List;

/**
 * A query over rows in the order in which they were written. Each method returns a changed copy;
 * the last one runs it.
 */
public interface Scan {
  /** Keeps the rows that match, in addition to earlier filters. */
  Scan where(Filter filter);

  /** Returns only these columns, in this order. */
  Scan select(String... columns);

  /** Returns at most this many rows; 0 or more. */
  Scan limit(int rows);

  /** Passes over this many rows first; 0 or more. */
  Scan offset(int rows);

  /** Runs the query and returns its rows. */
  List<Row> rows();

  /**
   * Runs the query and returns its rows as records of {@code type}, matched by component name.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when a component has no column, or a fitting one
   *     of another type
   */
  <R extends Record> List<R> records(Class<R> type);

  /** Runs the query and returns its rows as columns. */
  Batch batch();
}
