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
public interface HybridSearch {
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

  /** Returns only these columns, in this order. */
  HybridSearch select(String... columns);

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
  List<HybridHit> hits();

  /**
   * Returns how the query would run: the fusion, and below it each leg. Evaluates the filter, and
   * searches nothing.
   */
  Plan explain();

  /** Runs the query and returns how it ran: the same plan, with rows and times of each step. */
  Plan explainAnalyze();
}
