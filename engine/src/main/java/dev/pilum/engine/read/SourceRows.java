package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.engine.filter.AccessPath;
import dev.pilum.engine.table.PresentRows;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.hnsw.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one source that a query may return, and how they were selected.
 *
 * @param source where they are
 * @param matches what selected them
 * @param selection which they are
 * @param needed the column in which they must have a value, or {@code null}
 * @param actual how long it took to find them, where that is measured
 */
record SourceRows(
    SourceView source,
    Matches matches,
    Selection selection,
    @Nullable String needed,
    Plan.@Nullable Actual actual) {
  /** Selects the live rows that match. */
  static SourceRows of(SourceView source, Matches matches, QueryGuard guard, Stopwatch watch) {
    long start = watch.nanos();
    Selection selection = matches.in(source, guard);
    return new SourceRows(source, matches, selection, null, actual(watch, start, selection));
  }

  /** Selects the live rows that match and have a value in the column with this place and name. */
  static SourceRows of(
      SourceView source,
      Matches matches,
      int column,
      String name,
      QueryGuard guard,
      Stopwatch watch) {
    long start = watch.nanos();
    PresentRows present = source.present(column);
    Selection selection = matches.in(source, guard);
    if (present != null) {
      selection = selection.of(present);
    }
    String needed = present == null ? null : name;
    return new SourceRows(source, matches, selection, needed, actual(watch, start, selection));
  }

  /** Returns how many there are. */
  int count() {
    return selection.count();
  }

  /** Returns the same rows but for one, if it is given and among them. */
  SourceRows without(@Nullable RowPlace place) {
    if (place == null || place.source().source() != source.source()) {
      return this;
    }
    Selection others = selection.without(place.ordinal(), source.rowCount());
    return of(others);
  }

  /** Returns those of the rows that an index over the first ones knows. */
  SourceRows knownTo(VectorIndex index) {
    int known = index.rowCount();
    return known == source.rowCount()
        ? this
        : of(selection.between(0, Math.min(known, source.rowCount()), known));
  }

  /** Returns the others. */
  SourceRows newTo(VectorIndex index) {
    return of(selection.between(index.rowCount(), source.rowCount(), source.rowCount()));
  }

  private SourceRows of(Selection some) {
    return new SourceRows(source, matches, some, needed, actual);
  }

  /** Returns the selected rows for a search, {@code null} when all are. */
  @Nullable Selection accepted() {
    return selection.isAll() ? null : selection;
  }

  /** Returns the source's name in plans. */
  static String name(SourceView source) {
    return source.source() instanceof Segment segment ? "segment " + segment.id() : "memtable";
  }

  /** Returns the step that selects the rows; none when all rows are selected. */
  List<Plan> steps() {
    if (selection.isAll() && matches.isAll()) {
      return List.of();
    }
    List<String> details = new ArrayList<>();
    if (!matches.isAll()) {
      details.add(matches.text());
    }
    AccessPath path = matches.path(source);
    if (path != null) {
      details.addAll(FilterPlan.means(path));
    }
    if (source.dead().count() > 0) {
      details.add(String.format(Locale.ROOT, "%,d dead", source.dead().count()));
    }
    if (needed != null) {
      details.add("with " + needed);
    }
    Plan.Rows rows = new Plan.Rows(count(), count(), count(), source.rowCount());
    String operator = matches.isAll() ? "live rows" : "filter";
    return List.of(
        new Plan(
            operator,
            "",
            details,
            rows,
            actual,
            path == null ? List.of() : FilterPlan.parts(path)));
  }

  private static Plan.@Nullable Actual actual(Stopwatch watch, long start, Selection selection) {
    return watch.isOn() ? watch.since(start, selection.count()) : null;
  }
}
