package dev.pilum;

import dev.pilum.filter.Filter;
import dev.pilum.fts.TextQuery;
import dev.pilum.storage.schema.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query for the rows nearest to a vector. Each method returns a changed copy; {@link #hits()}
 * runs it. Hits come nearest first, rows of equal distance in the order in which they were written.
 */
public interface Search extends RankedQuery<Hit> {
  /**
   * Keeps the rows that match, in addition to earlier filters. If {@code limit} rows match, {@code
   * limit} hits come back.
   */
  Search where(Filter filter);

  /**
   * Keeps the rows that match a condition in SQL, in addition to earlier filters; see {@link Sql}.
   *
   * @param condition such as {@code lang = ? AND year >= 2020}
   * @param values one for each {@code ?}
   * @throws dev.pilum.storage.error.InvalidRequest with line and column when the text is no
   *     condition on these columns
   */
  Search where(String condition, @Nullable Object... values);

  /** As {@link #where(String, Object...)}, with parameters {@code :name}, values by name. */
  Search where(String condition, Map<String, ? extends @Nullable Object> values);

  /**
   * Returns only these columns, in this order, or values computed from columns, in SQL and with a
   * name: {@code select("title", "year + 1 AS next")}. A column may be renamed the same way. What
   * is the name of a column is the column, whatever it would be as SQL.
   *
   * @throws dev.pilum.storage.error.InvalidRequest with line and column when a text is no value of
   *     these columns; when a computed one has no name, or two have the same
   */
  Search select(String... columns);

  /**
   * As {@link #select(String...)}, with values that have been made already: from {@link
   * Sql#value(String, Object...)}, which takes parameters, or {@code Filters}.
   */
  Search select(List<Selected> values);

  /**
   * Returns at most this many hits, the nearest; 1 or more. By default 10, with {@link #within}
   * all.
   */
  Search limit(int hits);

  /** Passes over this many hits first; 0 or more. */
  Search offset(int hits);

  /**
   * Returns only rows at most this far away: all of them, unless there is a {@link #limit}. Exact
   * search finds every one; through graphs recall is that of a search for as many rows. Where they
   * are more than about one row in a hundred, segments are searched exactly.
   *
   * @param distance in the search's metric, so squared for {@link Metric#L2}; not NaN. Rows at
   *     exactly this distance are returned. Positive infinity is no bound: as if it had not been
   *     called
   */
  Search within(float distance);

  /**
   * Measures by another metric than the column's own; segments are then searched exactly. Bits have
   * no other.
   */
  Search metric(Metric metric);

  /**
   * Compares with every row instead of walking graphs: recall 1. Replaces what {@link #ef} or
   * {@link #recallTarget} said.
   */
  Search exact();

  /**
   * Keeps this many candidates while walking a graph: more is slower and finds more. At least 1; by
   * default chosen from the limit. Where rows have several vectors, each vector of the query does.
   * Replaces what {@link #exact} or {@link #recallTarget} said.
   */
  Search ef(int candidates);

  /**
   * Finds on average this share of the rows that {@link #exact} search would find. Replaces what
   * {@link #ef} or {@link #exact} said.
   *
   * <p>Each graph is measured once it is built, with a sample of its own rows as queries, each
   * leaving itself out; this picks the least {@code ef} that was enough. Queries unlike the rows
   * may find less: {@link Table#measureRecall}. Rows in memory, and segments that have no graph,
   * that are not yet measured, or whose graph did not come so far, are searched exactly. So are
   * columns of several vectors in each row. Of several segments each reaches the target by itself.
   * With a filter the target is that of a search without.
   *
   * @param recall above 0, at most 1; 1 is {@link #exact}
   */
  Search recallTarget(double recall);

  /**
   * Looks for text too, and ranks by both. What has been set before stays: filter, columns, limit
   * and offset are then the whole query's, everything else the vector's.
   *
   * @param column a text column
   * @param words taken as they are; nothing in them is a sign
   */
  default HybridSearch text(String column, String words) {
    return text(TextQuery.match(words).in(column));
  }

  /**
   * Looks for text too, and ranks by both.
   *
   * @param query looks in all text columns where it does not say where
   */
  HybridSearch text(TextQuery query);

  /**
   * Chooses hits that are relevant and unlike each other, by maximal marginal relevance (Carbonell
   * and Goldstein, 1998): of the candidates that are left, the next hit is the one with the
   * greatest {@code lambda * relevance - (1 - lambda) * likeness}; of equals the better hit.
   * Relevance is the hit's score; likeness is the score, by this search's metric, of its vector
   * against that of the most similar hit chosen before, 0 where one of them has no vector, and
   * nothing for the first. Hits keep their scores and come in the order of choice.
   *
   * @param lambda how much relevance counts, 0 to 1; at 1 the order is that of the search, 0.5 to
   *     0.7 are usual
   * @param candidates how many hits to choose among, at least 1 and never fewer than limit and
   *     offset together
   * @throws dev.pilum.storage.error.InvalidRequest when rows have several vectors
   */
  RankedQuery<Hit> diverse(double lambda, int candidates);

  /**
   * Gives up after this long, counted from {@link #hits} or {@link Reader#searchAll} on; by default
   * never. There are no partial results.
   *
   * @param limit more than zero
   */
  Search timeout(Duration limit);

  /**
   * Runs the query.
   *
   * @throws dev.pilum.storage.error.Cancelled when its timeout passes or the thread is interrupted;
   *     the interrupt status stays set
   */
  @Override
  List<Hit> hits();

  /**
   * Returns how the query would run: each segment by which method, with the numbers that decided.
   * Evaluates the filter, and searches nothing.
   */
  @Override
  Plan explain();

  /** Runs the query and returns how it ran: the same plan, with rows and times of each step. */
  @Override
  Plan explainAnalyze();
}
