package dev.pilum;

import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Filters as SQL text, such as {@code lang = ? AND year BETWEEN :from AND :to}: what stands behind
 * {@code WHERE}, in the dialect that DataFusion and PostgreSQL share.
 *
 * <p>Values come in through parameters, {@code ?} in order or {@code :name}, one kind in a text.
 * They are bound to the parsed filter and never become text, so that nothing in them is read as
 * SQL. A {@link java.util.Collection} or an array may stand where a list does: {@code lang IN (?)},
 * {@code array_has_any(tags, ?)}.
 *
 * <p>Names are as written, letter case included; others stand in double quotes or backticks. {@code
 * Scan.where(text, ...)} and its like also check names and types and point at them in the text;
 * what is made here is checked when the query runs.
 */
public final class Sql {
  private Sql() {}

  /**
   * Returns the filter that the text says.
   *
   * @param values one for each {@code ?}, of Java types that columns take; null for SQL's NULL
   * @throws dev.pilum.storage.error.InvalidRequest with line and column when the text is no filter,
   *     is longer than 1,000,000 characters or nested more than 100 deep; when values are missing
   *     or left over
   */
  public static Filter filter(String text, @Nullable Object... values) {
    return prepare(text).bind(values);
  }

  /**
   * As {@link #filter(String, Object...)}, with parameters {@code :name}.
   *
   * @param values by name, without the colon
   */
  public static Filter filter(String text, Map<String, ? extends @Nullable Object> values) {
    return prepare(text).bind(values);
  }

  /** Parses a text once, to be bound to values often; errors as {@link #filter}. */
  public static PreparedFilter prepare(String text) {
    return new PreparedFilter(SqlFilters.parse(text));
  }

  /**
   * Returns the value that the text says, such as {@code lower(title)}; parameters and errors as
   * {@link #filter(String, Object...)}.
   */
  public static Expression value(String text, @Nullable Object... values) {
    return SqlFilters.parse(text).value(SqlParameters.of(values), null);
  }

  /**
   * Returns the text of a filter, which parses to the same filter again; only an "and" or "or" of a
   * single part comes back as that part, and a cast to timestamps of any zone as one to UTC's.
   */
  public static String text(Filter filter) {
    return SqlFilters.print(filter);
  }
}
