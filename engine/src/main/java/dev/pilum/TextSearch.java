package dev.pilum;

import dev.pilum.filter.Filter;
import dev.pilum.fts.Highlights;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query for the rows whose text matches best. Each method returns a changed copy; {@link #hits()}
 * runs it. Hits come best first, rows of equal score in the order in which they were written.
 *
 * <p>Scores are those of one index of all rows of the version that is read, new ones included. Rows
 * that were deleted or replaced are never found, but count in the frequencies that scores come from
 * until a merge drops them.
 */
public interface TextSearch extends RankedQuery<TextHit> {
  /**
   * Keeps the rows that match, in addition to earlier filters. If {@code limit} rows match filter
   * and text, {@code limit} hits come back.
   */
  TextSearch where(Filter filter);

  /**
   * Keeps the rows that match a condition in SQL, in addition to earlier filters; see {@link Sql}.
   *
   * @param condition such as {@code lang = ? AND year >= 2020}
   * @param values one for each {@code ?}
   * @throws dev.pilum.storage.error.InvalidRequest with line and column when the text is no
   *     condition on these columns
   */
  TextSearch where(String condition, @Nullable Object... values);

  /** As {@link #where(String, Object...)}, with parameters {@code :name}, values by name. */
  TextSearch where(String condition, Map<String, ? extends @Nullable Object> values);

  /**
   * Returns only these columns, in this order, or values computed from columns, in SQL and with a
   * name: {@code select("title", "year + 1 AS next")}. A column may be renamed the same way. What
   * is the name of a column is the column, whatever it would be as SQL.
   *
   * @throws dev.pilum.storage.error.InvalidRequest with line and column when a text is no value of
   *     these columns; when a computed one has no name, or two have the same
   */
  TextSearch select(String... columns);

  /**
   * As {@link #select(String...)}, with values that have been made already: from {@link
   * Sql#value(String, Object...)}, which takes parameters, or {@code Filters}.
   */
  TextSearch select(List<Selected> values);

  /** Returns at most this many hits, the best; 1 or more, by default 10. */
  TextSearch limit(int hits);

  /** Passes over this many hits first; 0 or more. */
  TextSearch offset(int hits);

  /**
   * Gives up after this long, counted from {@link #hits} on; by default never. There are no partial
   * results.
   *
   * @param limit more than zero
   */
  TextSearch timeout(Duration limit);

  /**
   * Runs the query.
   *
   * @throws dev.pilum.storage.error.Cancelled when its timeout passes or the thread is interrupted;
   *     the interrupt status stays set
   */
  @Override
  List<TextHit> hits();

  /**
   * Returns where the text of a hit's row matches, to be shown whole or as a snippet.
   *
   * @param row must have {@code column} among its columns, a text column
   */
  Highlights highlights(Row row, String column);

  /**
   * Returns how the query would run: what is looked for, and in which indexes. Evaluates the
   * filter, and searches nothing.
   */
  @Override
  Plan explain();

  /** Runs the query and returns how it ran: the same plan, with rows and times. */
  @Override
  Plan explainAnalyze();
}
