package dev.pilum.engine.read;

import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.Vectors;
import dev.pilum.hnsw.ExactSearch;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.hnsw.Neighbors;
import dev.pilum.hnsw.SearchPlan;
import dev.pilum.hnsw.SearchScratch;
import dev.pilum.storage.column.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nearest rows of a view: each source is searched by itself, exactly or through its graph, and
 * the results are merged.
 *
 * @param target what to look for
 * @param wanted which rows to return
 */
record VectorSearch(VectorTarget target, Wanted wanted) {
  /**
   * Should the rows within a radius be more than one in so many, a source is searched exactly. A
   * walk for 400 rows took as long as an exact search over 42 times as many rows of 384
   * coordinates, and over 80 times as many of 128.
   */
  private static final int RANGE_FROM_ONE_IN = 100;

  /** How many rows a walk within a radius first hopes to be enough. */
  private static final int RANGE_FIRST = 100;

  /** How one source is searched. */
  private enum Method {
    NOTHING,
    EXACT,
    GRAPH
  }

  /** Returns up to {@code k} rows, nearest first. */
  List<Found> search(TableView view, SearchScratch scratch) {
    List<Found> found = new ArrayList<>();
    for (SourceView source : view.sources()) {
      collect(source, scratch, found);
    }
    Collections.sort(found);
    return found.size() > wanted.k() ? found.subList(0, wanted.k()) : found;
  }

  /** Returns one line for each source: how it would be searched, and why. */
  String explain(TableView view) {
    StringBuilder plan = new StringBuilder();
    plan.append(
        "version %d, %s, %s, %s%n"
            .formatted(
                view.version(),
                wanted.metric(),
                wanted.describe(),
                wanted.matches().isAll() ? "no filter" : "filtered"));
    for (SourceView source : view.sources()) {
      Selection selection = selection(source);
      String name =
          source.source() instanceof Segment segment ? "segment " + segment.id() : "memtable";
      plan.append(
          "%s: %d of %d rows selected: %s%n"
              .formatted(name, selection.count(), source.rowCount(), how(source, selection)));
    }
    return plan.toString();
  }

  private void collect(SourceView source, SearchScratch scratch, List<Found> found) {
    Selection selection = selection(source);
    Neighbors neighbors =
        switch (method(source, selection)) {
          case NOTHING -> null;
          case EXACT -> searchExactly(source, selection, scratch.warmUp());
          case GRAPH -> walk(source, selection, scratch);
        };
    for (int i = 0; neighbors != null && i < neighbors.count(); i++) {
      if (neighbors.distance(i) > wanted.radius()) {
        break;
      }
      int ordinal = neighbors.ordinal(i);
      found.add(new Found(source, ordinal, neighbors.distance(i), source.rowIds().longAt(ordinal)));
    }
  }

  private Selection selection(SourceView source) {
    return wanted.matches().in(source).withValueIn(vectors(source));
  }

  private Method method(SourceView source, Selection selection) {
    if (selection.count() == 0) {
      return Method.NOTHING;
    }
    HnswSearcher graph = graph(source);
    if (graph == null) {
      return Method.EXACT;
    }
    boolean walks = selection.isAll() || plan(graph, selection).method() != SearchPlan.Method.EXACT;
    return walks ? Method.GRAPH : Method.EXACT;
  }

  private String how(SourceView source, Selection selection) {
    HnswSearcher graph = graph(source);
    if (selection.count() == 0) {
      return "skipped";
    }
    if (graph == null) {
      return "exact";
    }
    return selection.isAll()
        ? "graph, ef " + ef(firstCount(selection))
        : plan(graph, selection).describe();
  }

  private SearchPlan plan(HnswSearcher graph, Selection selection) {
    int count = firstCount(selection);
    return graph.plan(count, ef(count), selection.count());
  }

  /** Returns the graph to walk, or {@code null} when there is none or it is not wanted. */
  private @Nullable HnswSearcher graph(SourceView source) {
    return wanted.effort() == Effort.EXACT ? null : searcher(source);
  }

  private @Nullable HnswSearcher searcher(SourceView source) {
    return wanted.metric() == target.field().metric() && source.source() instanceof Segment segment
        ? segment.graph(target.field().id())
        : null;
  }

  private Neighbors searchExactly(SourceView source, Selection selection, KernelWarmUp warmUp) {
    HnswSearcher searcher = searcher(source);
    int most = Math.min(wanted.k(), selection.count());
    Selection accepted = selection.isAll() ? null : selection;
    if (searcher != null) {
      return searcher.within(target.query(), wanted.radius(), most, accepted, warmUp, () -> false);
    }
    return ExactSearch.within(
        Vectors.block(vectors(source)),
        target.query(),
        wanted.metric(),
        wanted.radius(),
        most,
        accepted,
        warmUp,
        () -> false);
  }

  /**
   * Walks the graph for the nearest rows; where a radius is given, for more and more of them until
   * one lies beyond it. Should a walk end before it has found as many rows as there are, or should
   * the rows within the radius be many, the source is searched exactly.
   */
  private Neighbors walk(SourceView source, Selection selection, SearchScratch scratch) {
    HnswSearcher graph = graph(source);
    assert graph != null : "the method was chosen by it";
    int most = Math.min(wanted.k(), selection.count());
    for (int count = firstCount(selection); ; count = Math.min(most, 4 * count)) {
      Neighbors found =
          graph.search(
              target.query(), count, ef(count), selection.isAll() ? null : selection, scratch);
      if (found.count() < count) {
        return searchExactly(source, selection, scratch.warmUp());
      }
      if (count == most || found.distance(count - 1) > wanted.radius()) {
        return found;
      }
      if (4L * count * RANGE_FROM_ONE_IN > selection.count()) {
        return searchExactly(source, selection, scratch.warmUp());
      }
    }
  }

  /** Returns how many rows a walk first looks for. */
  private int firstCount(Selection selection) {
    int most = Math.min(wanted.k(), selection.count());
    return wanted.hasRadius() ? Math.min(most, RANGE_FIRST) : most;
  }

  private int ef(int count) {
    return switch (wanted.effort()) {
      case Effort.Candidates(int ef) when ef > 0 -> ef;
      case Effort.Candidates _, Effort.Exact _ -> HnswSearcher.defaultEf(count);
    };
  }

  private Column vectors(SourceView source) {
    return source.rows().column(target.index());
  }
}
