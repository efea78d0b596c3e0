package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.engine.table.TableView;
import dev.pilum.hnsw.SearchScratch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search for the nearest rows of one view for which everything is decided: what it says it will
 * do is what it does. One run, one thread.
 */
final class PlannedSearch {
  private final RowSearch search;
  private final TableView view;
  private final List<? extends SourceSearch> parts;
  private final Stopwatch watch;
  private final List<Plan.Actual> actuals = new ArrayList<>();

  /**
   * Brings together what was decided.
   *
   * @param search what is looked for
   * @param parts the search of each source that has rows, in their order
   * @param watch times them
   */
  PlannedSearch(
      RowSearch search, TableView view, List<? extends SourceSearch> parts, Stopwatch watch) {
    this.search = search;
    this.view = view;
    this.parts = parts;
    this.watch = watch;
  }

  /** Returns what is looked for. */
  RowSearch search() {
    return search;
  }

  /** Returns where. */
  TableView view() {
    return view;
  }

  /** Returns the nearest rows, nearest first, with scratch memory that nobody else is using. */
  List<Found> run(SearchScratch scratch) {
    Wanted wanted = search.wanted();
    List<Found> found = List.of();
    scratch.cancelWhen(wanted.guard());
    if (parts.isEmpty()) {
      wanted.guard().check();
    }
    for (SourceSearch part : parts) {
      wanted.guard().check();
      long start = watch.nanos();
      List<Found> more = part.search(scratch, found);
      if (watch.isOn()) {
        actuals.add(watch.since(start, more.size(), part.notes()));
      }
      found = found.isEmpty() ? more : nearest(found, more, wanted.k());
    }
    return found;
  }

  /**
   * Merges what sources before found with what the next one did. Of equal distances those before go
   * first: that is the order of row ids, which rise from source to source, and to look at the ids
   * themselves would be a cache miss for each row.
   */
  private static List<Found> nearest(List<Found> before, List<Found> more, int k) {
    int count = Math.min(k, before.size() + more.size());
    List<Found> nearest = new ArrayList<>(count);
    int next = 0;
    for (int i = 0; nearest.size() < count; ) {
      boolean isNext =
          next < more.size() && (i == before.size() || isNearer(more.get(next), before.get(i)));
      nearest.add(isNext ? more.get(next++) : before.get(i++));
    }
    return nearest;
  }

  private static boolean isNearer(Found some, Found than) {
    return Float.compare(some.distance(), than.distance()) < 0;
  }

  /**
   * Returns what is done, and what was measured if it was done and timed.
   *
   * @param passed how many of the rows are passed over
   * @param actual what was measured of the whole, or {@code null}
   */
  Plan plan(int passed, Plan.@Nullable Actual actual) {
    Wanted wanted = search.wanted();
    List<Plan> inputs = new ArrayList<>(parts.size());
    long findable = 0;
    for (int i = 0; i < parts.size(); i++) {
      inputs.add(parts.get(i).plan(actuals.isEmpty() ? null : actuals.get(i)));
      findable += parts.get(i).findable();
    }
    List<String> details = new ArrayList<>(search.details());
    if (passed > 0) {
      details.add("passes over " + passed);
    }
    details.add("version " + view.version());
    long most = Math.max(0, Math.min(wanted.k(), findable) - passed);
    Plan.Rows rows = wanted.hasRadius() ? Plan.Rows.atMost(most) : Plan.Rows.exactly(most);
    return new Plan("vector search", search.column(), details, rows, actual, inputs);
  }
}
