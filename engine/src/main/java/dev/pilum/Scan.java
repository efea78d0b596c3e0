package dev.pilum;

import dev.pilum.filter.Filter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query over rows in the order in which they were written. Each method returns a changed copy;
 * the last one runs it.
 */
public interface Scan {
  /** Keeps the rows that match, in addition to earlier filters. */
  Scan where(Filter filter);

  /**
   * Keeps the rows that match a condition in SQL, in addition to earlier filters; see {@link Sql}.
   *
   * @param condition such as {@code lang = ? AND year >= 2020}
   * @param values one for each {@code ?}
   * @throws dev.pilum.storage.error.InvalidRequest with line and column when the text is no
   *     condition on these columns
   */
  Scan where(String condition, @Nullable Object... values);

  /** As {@link #where(String, Object...)}, with parameters {@code :name}, values by name. */
  Scan where(String condition, Map<String, ? extends @Nullable Object> values);

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
