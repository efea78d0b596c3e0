package dev.pilum.engine.read;

import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.Vectors;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.hnsw.MaxSimSearch;
import dev.pilum.hnsw.Neighbors;
import dev.pilum.hnsw.SearchScratch;
import dev.pilum.storage.column.Column;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a view nearest to several vectors at once, where each row has several: each source is
 * searched by itself, exactly or through the graph of its vectors, and the results are merged.
 *
 * @param target what to look for
 * @param wanted which rows to return
 * @param leftOut a row to pass over, or {@code null}
 */
record MultivectorSearch(MultivectorTarget target, Wanted wanted, @Nullable RowPlace leftOut)
    implements RowSearch {
  /**
   * How many of its nearest vectors each vector of a query looks for, unless somebody says so: with
   * 100 recall at 10 was .979 and .997 on two sets, with 200 .999 on both (docs/decisions/0025).
   */
  private static final int LEAST_NODES = 200;

  private static final int NODES_PER_HIT = 4;

  /** One source of a view, and which of its rows may be returned. */
  private record Part(SourceView source, Selection selection, MaxSimSearch search) {
    @Nullable Selection accepted() {
      return selection.isAll() ? null : selection;
    }
  }

  @Override
  public List<Found> search(TableView view, SearchScratch scratch) {
    List<Found> found = new ArrayList<>();
    scratch.cancelWhen(wanted.guard());
    for (SourceView source : view.sources()) {
      wanted.guard().check();
      Part part = part(source);
      if (part.selection.count() > 0) {
        collect(part, search(part, scratch), found);
      }
    }
    found.sort(Found.NEAREST_FIRST);
    return found.size() > wanted.k() ? found.subList(0, wanted.k()) : found;
  }

  @Override
  public MultivectorSearch unguarded() {
    return new MultivectorSearch(target, wanted.unguarded(), leftOut);
  }

  @Override
  public String explain(TableView view) {
    StringBuilder plan = new StringBuilder();
    plan.append(
        "version %d, %s of %d vectors, %s, %s%n"
            .formatted(
                view.version(),
                wanted.metric(),
                target.queries().length,
                wanted.describe(),
                wanted.matches().isAll() ? "no filter" : "filtered"));
    for (SourceView source : view.sources()) {
      String name =
          source.source() instanceof Segment segment ? "segment " + segment.id() : "memtable";
      Part part = part(source);
      plan.append(
          "%s: %d of %d rows selected, %d vectors: %s%n"
              .formatted(
                  name,
                  part.selection.count(),
                  source.rowCount(),
                  Vectors.block(vectors(source)).rowCount(),
                  how(part)));
    }
    return plan.toString();
  }

  private String how(Part part) {
    if (part.selection.count() == 0) {
      return "skipped";
    }
    return graph(part) == null ? "exact" : "graph, the nearest " + nodes() + " to each vector";
  }

  private void collect(Part part, Neighbors neighbors, List<Found> found) {
    for (int i = 0; i < neighbors.count(); i++) {
      found.add(new Found(part.source, neighbors.ordinal(i), neighbors.distance(i)));
    }
  }

  private Part part(SourceView source) {
    Column column = vectors(source);
    Selection selection = wanted.matches().in(source, wanted.guard()).withValueIn(column);
    RowPlace out = leftOut;
    if (out != null && out.source().source() == source.source()) {
      selection = selection.without(out.ordinal(), source.rowCount());
    }
    return new Part(
        source,
        selection,
        new MaxSimSearch(Vectors.runs(column), target.queries(), wanted.metric()));
  }

  /** Walks where there is a graph; should that not meet as many rows as there are, compares all. */
  private Neighbors search(Part part, SearchScratch scratch) {
    HnswSearcher graph = graph(part);
    if (graph != null) {
      int most = Math.min(wanted.k(), part.selection.count());
      Neighbors found = part.search.walk(graph, most, nodes(), part.accepted(), scratch);
      if (found.count() == most) {
        return found;
      }
    }
    return exactly(part, scratch.warmUp());
  }

  private Neighbors exactly(Part part, KernelWarmUp warmUp) {
    return part.search.exact(
        wanted.radius(), wanted.k(), part.accepted(), known(part.source), warmUp, wanted.guard());
  }

  /** Returns the graph to walk, or {@code null} when there is none or comparing all is better. */
  private @Nullable HnswSearcher graph(Part part) {
    boolean mayWalk =
        switch (wanted.effort()) {
          case Effort.Candidates c -> true;
          case Effort.Target t -> false;
          case Effort.Exact e -> false;
        };
    HnswSearcher graph = mayWalk && !wanted.hasRadius() ? known(part.source) : null;
    return graph == null
            || part.search.isExactCheaper(graph, wanted.k(), nodes(), part.selection.count())
        ? null
        : graph;
  }

  private @Nullable HnswSearcher known(SourceView source) {
    return wanted.metric() == target.metric() && source.source() instanceof Segment segment
        ? segment.graph(target.field().id())
        : null;
  }

  private int nodes() {
    int chosen = wanted.effort() instanceof Effort.Candidates(int candidates) ? candidates : 0;
    return chosen > 0
        ? Math.max(wanted.k(), chosen)
        : (int)
            Math.min(Integer.MAX_VALUE, Math.max(LEAST_NODES, (long) NODES_PER_HIT * wanted.k()));
  }

  private Column vectors(SourceView source) {
    return source.rows().column(target.index());
  }
}
