package dev.pilum.engine.read;

import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.Vectors;
import dev.pilum.hnsw.ExactSearch;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.Neighbors;
import dev.pilum.hnsw.SearchScratch;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.Metric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The k nearest rows of a view: each source is searched by itself, exactly or through its graph,
 * and the results are merged.
 *
 * @param target what to look for
 * @param metric what near means
 * @param k how many, at least 1
 * @param exact whether graphs are left aside
 * @param ef candidates while walking a graph; 0 to choose by {@code k}
 * @param filter which rows may be returned; {@code null} for all
 */
record VectorSearch(
    VectorTarget target,
    Metric metric,
    int k,
    boolean exact,
    int ef,
    @Nullable FilterEvaluator filter) {
  /**
   * A filter that leaves fewer than one row in ten is searched exactly: on 384-d text exact search
   * over 5 % of the rows gave four times the queries per second of a walk at the same recall, and
   * over 20 % a walk was ahead.
   */
  private static final int GRAPH_FROM_ONE_IN = 10;

  /** Fewer rows than this are compared one by one in less time than a walk takes. */
  private static final int GRAPH_FROM_ROWS = 1_000;

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
    return found.size() > k ? found.subList(0, k) : found;
  }

  /** Returns one line for each source: how it would be searched, and why. */
  String explain(TableView view) {
    StringBuilder plan = new StringBuilder();
    plan.append(
        "version %d, %s, k %d, %s%n"
            .formatted(view.version(), metric, k, filter == null ? "no filter" : "filtered"));
    for (SourceView source : view.sources()) {
      Selection selection = selection(source);
      Method method = method(source, selection);
      String name =
          source.source() instanceof Segment segment ? "segment " + segment.id() : "memtable";
      String how =
          method == Method.GRAPH
              ? "graph, ef " + efOrDefault()
              : method == Method.EXACT ? "exact" : "skipped";
      plan.append(
          "%s: %d of %d rows selected: %s%n"
              .formatted(name, selection.count(), source.rowCount(), how));
    }
    return plan.toString();
  }

  private void collect(SourceView source, SearchScratch scratch, List<Found> found) {
    Selection selection = selection(source);
    Neighbors neighbors =
        switch (method(source, selection)) {
          case NOTHING -> null;
          case EXACT -> searchExactly(source, selection);
          case GRAPH -> walk(source, selection, scratch);
        };
    for (int i = 0; neighbors != null && i < neighbors.count(); i++) {
      int ordinal = neighbors.ordinal(i);
      found.add(new Found(source, ordinal, neighbors.distance(i), source.rowIds().longAt(ordinal)));
    }
  }

  private Selection selection(SourceView source) {
    return Selection.of(source, filter).withValueIn(vectors(source));
  }

  private Method method(SourceView source, Selection selection) {
    if (selection.count() == 0) {
      return Method.NOTHING;
    }
    boolean worthwhile =
        selection.count() >= GRAPH_FROM_ROWS
            && (long) selection.count() * GRAPH_FROM_ONE_IN >= source.rowCount();
    return worthwhile && graph(source) != null ? Method.GRAPH : Method.EXACT;
  }

  private @Nullable HnswSearcher graph(SourceView source) {
    boolean usable = !exact && metric == target.field().metric();
    return usable && source.source() instanceof Segment segment
        ? segment.graph(target.field().id())
        : null;
  }

  private Neighbors searchExactly(SourceView source, Selection selection) {
    return ExactSearch.search(
        Vectors.block(vectors(source)),
        target.query(),
        metric,
        Math.min(k, selection.count()),
        selection.isAll() ? null : selection,
        () -> false);
  }

  /**
   * Walks the graph; should the walk end before it has found as many rows as there are, the source
   * is searched exactly.
   */
  private Neighbors walk(SourceView source, Selection selection, SearchScratch scratch) {
    HnswSearcher graph = graph(source);
    assert graph != null : "the method was chosen by it";
    int wanted = Math.min(k, selection.count());
    Neighbors found =
        graph.search(
            target.query(), wanted, efOrDefault(), selection.isAll() ? null : selection, scratch);
    return found.count() < wanted ? searchExactly(source, selection) : found;
  }

  private int efOrDefault() {
    return ef > 0 ? ef : HnswSearcher.defaultEf(k);
  }

  private Column vectors(SourceView source) {
    return source.rows().column(target.index());
  }
}
