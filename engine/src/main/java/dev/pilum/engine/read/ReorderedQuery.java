package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search that puts hits of another in an order of its own, of which it asks for more than are
 * wanted. All but the order is the other's.
 */
sealed interface ReorderedQuery<H> extends ViewQuery<H> permits RerankedQuery, DiverseQuery {
  /** Returns the other search, with the offset and limit of the whole. */
  ViewQuery<H> query();

  /** Returns how many of its hits are asked for, unless more are wanted. */
  int candidates();

  /**
   * Returns the plan of the whole.
   *
   * @param asked the plan of what is asked of the other search
   * @param actual what came of it; {@code null} when it was not run
   */
  Plan plan(Plan asked, Plan.@Nullable Actual actual);

  /** Returns what is to be said of putting the hits of a plan that was run in order. */
  List<String> notes();

  /** Returns the other search for all hits that are put in order. */
  default ViewQuery<H> asked() {
    return query().first(Math.max(candidates(), hitCount()));
  }

  @Override
  default Plan explain() {
    return plan(asked().explain(), null);
  }

  @Override
  default Plan explainAnalyze() {
    Plan ran = asked().explainAnalyze();
    Plan.Actual actual = ran.actual();
    long most = hitCount() - (long) offset();
    long rows = actual == null ? 0 : Math.clamp(actual.rows() - offset(), 0, most);
    return plan(ran, new Plan.Actual(rows, null, notes()));
  }

  @Override
  default int offset() {
    return query().offset();
  }

  @Override
  default int hitCount() {
    return query().hitCount();
  }

  @Override
  default H rescored(H hit, float score) {
    return query().rescored(hit, score);
  }

  @Override
  default boolean isOf(Reads others) {
    return query().isOf(others);
  }

  @Override
  default Schema schema() {
    return query().schema();
  }

  @Override
  default QueryGuard guard() {
    return query().guard();
  }

  @Override
  default @Nullable Filter filter() {
    return query().filter();
  }
}
