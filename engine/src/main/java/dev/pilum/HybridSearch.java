package dev.pilum;

import dev.pilum.filter.Filter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A query for the rows nearest to a vector and best matching a text, both on one version and under
 * one filter. Each method returns a changed copy; {@link #hits()} runs it. Hits come best first,
 * rows of equal score in the order in which they were written.
 */
public interface HybridSearch extends RankedQuery<HybridHit> {
  /** Keeps the rows that match, in addition to earlier filters. */
  HybridSearch where(Filter filter);

  /**
   * Keeps the rows that match a condition in SQL, in addition to earlier filters; see {@link Sql}.
   *
   * @param condition such as {@code lang = ? AND year >= 2020}
   * @param values one for each {@code ?}
   * @throws dev.pilum.storage.error.InvalidRequest with line and column when the text is no
   *     condition on these columns
   */
  HybridSearch where(String condition, @Nullable Object... values);

  /** As {@link #where(String, Object...)}, with parameters {@code :name}, values by name. */
  HybridSearch where(String condition, Map<String, ? extends @Nullable Object> values);

  /**
   * Returns only these columns, in this order, or values computed from columns, in SQL and with a
   * name: {@code select("title", "year + 1 AS next")}. A column may be renamed the same way. What
   * is the name of a column is the column, whatever it would be as SQL.
   *
   * @throws dev.pilum.storage.error.InvalidRequest with line and column when a text is no value of
   *     these columns; when a computed one has no name, or two have the same
   */
  HybridSearch select(String... columns);

  /**
   * As {@link #select(String...)}, with values that have been made already: from {@link
   * Sql#value(String, Object...)}, which takes parameters, or {@code Filters}.
   */
  HybridSearch select(List<Selected> values);

  /** Returns at most this many hits, the best; 1 or more, by default 10. */
  HybridSearch limit(int hits);

  /** Passes over this many hits first; 0 or more. */
  HybridSearch offset(int hits);

  /** Ranks in another way than {@link Fusion#DEFAULT}. */
  HybridSearch fusion(Fusion fusion);

  /**
   * Takes this many rows from each leg; 1 or more, by default 100. Never fewer than limit and
   * offset together.
   */
  HybridSearch candidates(int rows);

  /**
   * Chooses hits that are relevant and unlike each other, by maximal marginal relevance (Carbonell
   * and Goldstein, 1998): of the candidates that are left, the next hit is the one with the
   * greatest {@code lambda * relevance - (1 - lambda) * likeness}; of equals the better hit.
   * Relevance is the hit's fused score; likeness is the score, by the vector leg's metric, of its
   * vector against that of the most similar hit chosen before, 0 where one of them has no vector,
   * and nothing for the first. Hits keep their scores and come in the order of choice.
   *
   * @param lambda how much relevance counts, 0 to 1; at 1 the order is that of the search, 0.5 to
   *     0.7 are usual
   * @param candidates how many hits to choose among, at least 1 and never fewer than limit and
   *     offset together
   * @throws dev.pilum.storage.error.InvalidRequest when rows have several vectors
   */
  RankedQuery<HybridHit> diverse(double lambda, int candidates);

  /**
   * Gives up after this long, counted from {@link #hits} on; by default never. There are no partial
   * results.
   *
   * @param limit more than zero
   */
  HybridSearch timeout(Duration limit);

  /**
   * Runs the query.
   *
   * @throws dev.pilum.storage.error.Cancelled when its timeout passes or the thread is interrupted;
   *     the interrupt status stays set
   */
  @Override
  List<HybridHit> hits();

  /**
   * Returns how the query would run: the fusion, and below it each leg. Evaluates the filter, and
   * searches nothing.
   */
  @Override
  Plan explain();

  /** Runs the query and returns how it ran: the same plan, with rows and times of each step. */
  @Override
  Plan explainAnalyze();
}
