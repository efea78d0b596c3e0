package dev.pilum;

import dev.pilum.filter.Filter;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query over rows, in the order in which they were written unless another is asked for. Each
 * method returns a changed copy; the last one runs it.
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

  /**
   * Returns only these columns, in this order, or values computed from columns, in SQL and with a
   * name: {@code select("title", "year + 1 AS next")}. A column may be renamed the same way. What
   * is the name of a column is the column, whatever it would be as SQL.
   *
   * @throws dev.pilum.storage.error.InvalidRequest with line and column when a text is no value of
   *     these columns; when a computed one has no name, or two have the same
   */
  Scan select(String... columns);

  /**
   * As {@link #select(String...)}, with values that have been made already: from {@link
   * Sql#value(String, Object...)}, which takes parameters, or {@code Filters}.
   */
  Scan select(List<Selected> values);

  /**
   * Returns rows by these values, the first deciding, the next where it is equal; then in the order
   * in which they were written. Replaces an earlier order. With a {@link #limit} memory is needed
   * for that many rows and the offset, without for all that match.
   */
  Scan orderBy(Order... orders);

  /**
   * Draws this many of the rows that match, each as likely as every other; all when they are fewer.
   * Order, offset and limit are those of the drawn rows.
   *
   * @param rows how many, 0 or more
   * @param seed the same for the same rows of the same version
   */
  Scan sample(int rows, long seed);

  /** Returns at most this many rows; 0 or more. */
  Scan limit(int rows);

  /** Passes over this many rows first; 0 or more. */
  Scan offset(int rows);

  /**
   * Gives up after this long, counted from the call that runs the query on; by default never. There
   * are no partial results.
   *
   * @param limit more than zero
   */
  Scan timeout(Duration limit);

  /**
   * Runs the query and returns its rows.
   *
   * @throws dev.pilum.storage.error.Cancelled when its timeout passes or the thread is interrupted;
   *     the interrupt status stays set. So do the other forms
   */
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

  /**
   * Returns how {@link #rows} and the other forms would run: what is read of each segment, and in
   * which order. Evaluates the filter on as many segments as the query would, and reads no row.
   */
  Plan explain();

  /**
   * Runs the query, without keeping its rows, and returns how it ran: the same plan, with rows and
   * times.
   */
  Plan explainAnalyze();

  /** Returns how {@link #count} would run; evaluates the filter. */
  Plan explainCount();

  /**
   * Returns how {@link #groupCount} and {@link #countDistinct} would run; evaluates the filter.
   *
   * @param column a scalar column
   */
  Plan explainGroupCount(String column);

  /**
   * Runs the query and returns its rows batch by batch, for results that may be larger than memory.
   * In the order of writing memory is needed for one batch, and for a bit for each row of a segment
   * where there is a filter; in another order also for the values that rows are ordered by.
   *
   * <p>A timeout counts on while the batches are read.
   *
   * @param rows of a batch at most, 1 or more; a batch of 8 MiB ends before
   * @return to be closed by the caller
   */
  BatchReader batches(int rows);

  /**
   * Runs the query and writes its rows as an Arrow IPC file, which other readers map, with memory
   * as {@link #batches} needs. Nothing in it is compressed.
   *
   * @param target where to; stays open. After a failure what is there is not whole
   * @return how many rows
   * @throws dev.pilum.storage.error.StorageFailure when {@code target} fails
   */
  long writeArrowFile(OutputStream target);

  /** As {@link #writeArrowFile}, as an Arrow IPC stream, for who reads batches as they come. */
  long writeArrowStream(OutputStream target);

  /** Runs the query and returns how many rows match, whatever offset and limit. */
  long count();

  /**
   * Runs the query and returns how many different values a column has in the rows that match,
   * whatever offset and limit; null is none.
   *
   * @param column a scalar column
   */
  long countDistinct(String column);

  /**
   * Runs the query and returns how many of the rows that match have each value of a column, the
   * most frequent first, equally frequent ones in the order of values; whatever offset and limit.
   *
   * @param column a scalar column
   */
  List<Group> groupCount(String column);
}
