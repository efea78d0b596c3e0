package dev.pilum.engine.read;

import dev.pilum.engine.filter.AccessPath;
import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.filter.IndexUse;
import dev.pilum.engine.table.Source;
import dev.pilum.engine.table.SourceView;
import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.Schema;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The live rows that a filter selects, source by source. One that is shared asks each source once,
 * whoever comes first; all who share it read the same view.
 *
 * <p>Safe for use by many threads.
 */
final class Matches {
  /** All live rows. */
  static final Matches ALL = new Matches(null, null, null);

  private final @Nullable Filter asked;
  private final @Nullable FilterEvaluator filter;
  private final @Nullable Map<Source, Selection> known;

  private Matches(
      @Nullable Filter asked,
      @Nullable FilterEvaluator filter,
      @Nullable Map<Source, Selection> known) {
    this.asked = asked;
    this.filter = filter;
    this.known = known;
  }

  /**
   * Compiles a filter for one search.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the filter does not fit the schema
   */
  static Matches of(@Nullable Filter filter, Schema schema) {
    return filter == null ? ALL : new Matches(filter, FilterEvaluator.of(filter, schema), null);
  }

  /** Returns the same, shared by several searches of one view. */
  Matches shared() {
    return known == null ? new Matches(asked, filter, new ConcurrentHashMap<>()) : this;
  }

  /** Returns the filter as SQL text, its end cut off where it is long; empty when there is none. */
  String text() {
    return asked == null ? "" : FilterPlan.text(asked);
  }

  /** Returns how {@code source} answers the filter; {@code null} when there is none, or no row. */
  @Nullable AccessPath path(SourceView source) {
    return filter == null || source.rowCount() == 0
        ? null
        : filter.path(source.rows(), source.indexes(), IndexUse.CHEAPEST);
  }

  /** Returns whether every live row is selected. */
  boolean isAll() {
    return filter == null;
  }

  /**
   * Returns the live rows of {@code source} that are selected.
   *
   * @throws dev.pilum.storage.error.Cancelled when {@code guard} says so; who shares this may go on
   */
  Selection in(SourceView source, QueryGuard guard) {
    return known == null
        ? Selection.of(source, filter, guard)
        : known.computeIfAbsent(source.source(), _ -> Selection.of(source, filter, guard));
  }
}
