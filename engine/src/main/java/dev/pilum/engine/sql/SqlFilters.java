package dev.pilum.engine.sql;

import dev.pilum.filter.Expression;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The way in: SQL text to filters and back. One that was parsed is immutable and may be bound by
 * any thread, as often as needed.
 */
public final class SqlFilters {
  private final SqlParse parse;

  private SqlFilters(SqlParse parse) {
    this.parse = parse;
  }

  /**
   * Parses a text.
   *
   * @throws dev.pilum.storage.error.InvalidRequest with line, column and what was expected there
   */
  public static SqlFilters parse(String sql) {
    return new SqlFilters(SqlParse.of(sql));
  }

  /**
   * Returns the filter with these values for its parameters.
   *
   * @param schema checked against where it is given, so that errors point into the text
   * @throws dev.pilum.storage.error.InvalidRequest when values are missing or left over, or
   *     something does not fit
   */
  public Filter filter(SqlParameters parameters, @Nullable Schema schema) {
    return SqlTranslator.filter(parse, parameters, schema);
  }

  /** As {@link #filter}, of text that is a value rather than a condition. */
  public Expression value(SqlParameters parameters, @Nullable Schema schema) {
    return SqlTranslator.value(parse, parameters, schema);
  }

  /**
   * Parses, binds and checks at once, for one use.
   *
   * @throws dev.pilum.storage.error.InvalidRequest as {@link #parse} and {@link #filter}
   */
  public static Filter filter(String sql, SqlParameters parameters, Schema schema) {
    return parse(sql).filter(parameters, schema);
  }

  /** Returns the text of a filter. */
  public static String print(Filter filter) {
    return SqlPrinter.print(filter);
  }

  /** Returns the text of a value. */
  public static String print(Expression value) {
    return SqlPrinter.print(value);
  }
}
