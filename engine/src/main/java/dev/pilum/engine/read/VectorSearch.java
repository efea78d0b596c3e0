package dev.pilum.engine.read;

import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.Vectors;
import dev.pilum.hnsw.EfCalibration;
import dev.pilum.hnsw.ExactSearch;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.hnsw.Neighbors;
import dev.pilum.hnsw.SearchPlan;
import dev.pilum.hnsw.SearchScratch;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.Metric;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nearest rows of a view: each source is searched by itself, exactly or through its graph, and
 * the results are merged.
 *
 * @param target what to look for
 * @param wanted which rows to return
 * @param leftOut a row to pass over as if it were not there, or {@code null}
 */
record VectorSearch(VectorTarget target, Wanted wanted, @Nullable RowPlace leftOut)
    implements RowSearch {
  /**
   * Should the rows within a radius be more than one in so many, a source is searched exactly. A
   * walk for 400 rows took as long as an exact search over 42 times as many rows of 384
   * coordinates, and over 80 times as many of 128.
   */
  private static final int RANGE_FROM_ONE_IN = 100;

  /** How many rows a walk within a radius first hopes to be enough. */
  private static final int RANGE_FIRST = 100;

  /**
   * How fast the candidates that a walk needs grow with the part of all rows that its graph holds.
   * On 18,866 rows of 384-d text in 1, 2, 4 and 8 segments, {@code ef * share^0.375} in each gave
   * the recall of one graph with {@code ef}, for any ef from 10 to 100.
   */
  private static final double EF_GROWTH = 0.375;

  /**
   * Never fewer candidates than this part of {@code ef}, lest recall fall off where rows near each
   * other were written together and all that are near the query lie in one small segment.
   */
  private static final double LEAST_EF = 0.5;

  /** How one source is searched. */
  private enum Method {
    NOTHING,
    EXACT,
    GRAPH
  }

  /**
   * One source of a view.
   *
   * @param source the rows
   * @param selection which of them may be returned
   * @param share what part of the view's rows they are, 0 to 1
   * @param graph walks a graph over them; {@code null} when there is none for the search's metric
   */
  private record Part(
      SourceView source, Selection selection, double share, @Nullable HnswSearcher graph) {
    /** Returns the selected rows for a search, {@code null} when all are. */
    @Nullable Selection accepted() {
      return selection.isAll() ? null : selection;
    }
  }

  /** Returns up to {@code k} rows, nearest first. */
  @Override
  public List<Found> search(TableView view, SearchScratch scratch) {
    List<Found> found = new ArrayList<>();
    long rows = rows(view);
    scratch.cancelWhen(wanted.guard());
    for (SourceView source : view.sources()) {
      wanted.guard().check();
      collect(part(source, rows), scratch, found);
    }
    found.sort(Found.NEAREST_FIRST);
    return found.size() > wanted.k() ? found.subList(0, wanted.k()) : found;
  }

  @Override
  public VectorSearch unguarded() {
    return new VectorSearch(target, wanted.unguarded(), leftOut);
  }

  @Override
  public String explain(TableView view) {
    StringBuilder plan = new StringBuilder();
    plan.append(
        "version %d, %s, %s, %s%n"
            .formatted(
                view.version(),
                wanted.metric(),
                wanted.describe(),
                wanted.matches().isAll() ? "no filter" : "filtered"));
    long rows = rows(view);
    for (SourceView source : view.sources()) {
      Part part = part(source, rows);
      String name =
          source.source() instanceof Segment segment ? "segment " + segment.id() : "memtable";
      plan.append(
          "%s: %d of %d rows selected: %s%n"
              .formatted(name, part.selection.count(), source.rowCount(), how(part)));
    }
    return plan.toString();
  }

  private void collect(Part part, SearchScratch scratch, List<Found> found) {
    Neighbors neighbors =
        switch (method(part)) {
          case NOTHING -> null;
          case EXACT -> searchExactly(part, scratch.warmUp());
          case GRAPH -> walk(part, scratch);
        };
    for (int i = 0; neighbors != null && i < neighbors.count(); i++) {
      if (neighbors.distance(i) > wanted.radius()) {
        break;
      }
      if (neighbors.ordinal(i) != leftOutOf(part.source)) {
        found.add(new Found(part.source, neighbors.ordinal(i), neighbors.distance(i)));
      }
    }
  }

  private static long rows(TableView view) {
    long rows = 0;
    for (SourceView source : view.sources()) {
      rows += source.rowCount();
    }
    return rows;
  }

  private Part part(SourceView source, long rows) {
    Selection selection = wanted.matches().in(source, wanted.guard()).withValueIn(vectors(source));
    double share = source.rowCount() / (double) Math.max(1, rows);
    return new Part(source, selection, share, searcher(source));
  }

  private Method method(Part part) {
    if (part.selection.count() == 0) {
      return Method.NOTHING;
    }
    HnswSearcher graph = graph(part);
    if (graph == null || ef(firstCount(part), part) == EfCalibration.OUT_OF_REACH) {
      return Method.EXACT;
    }
    boolean walks = part.selection.isAll() || plan(graph, part).method() != SearchPlan.Method.EXACT;
    return walks ? Method.GRAPH : Method.EXACT;
  }

  private String how(Part part) {
    HnswSearcher graph = graph(part);
    if (part.selection.count() == 0) {
      return "skipped";
    }
    if (graph == null || ef(firstCount(part), part) == EfCalibration.OUT_OF_REACH) {
      return "exact";
    }
    return part.selection.isAll()
        ? "graph, ef " + ef(firstCount(part), part)
        : plan(graph, part).describe();
  }

  private SearchPlan plan(HnswSearcher graph, Part part) {
    int count = firstCount(part);
    return graph.plan(count, ef(count, part), part.selection.count());
  }

  /** Returns the graph to walk, or {@code null} when there is none or it is not wanted. */
  private @Nullable HnswSearcher graph(Part part) {
    return wanted.effort() == Effort.EXACT ? null : part.graph;
  }

  private @Nullable HnswSearcher searcher(SourceView source) {
    return wanted.metric() == target.metric() && source.source() instanceof Segment segment
        ? segment.graph(target.field().id())
        : null;
  }

  private @Nullable Neighbors searchExactly(Part whole, KernelWarmUp warmUp) {
    Part part = withoutLeftOut(whole);
    if (part.selection.count() == 0) {
      return null;
    }
    HnswSearcher searcher = part.graph;
    int most = Math.min(wanted.k(), part.selection.count());
    if (searcher != null) {
      return searcher.within(
          target.query(), wanted.radius(), most, part.accepted(), warmUp, wanted.guard());
    }
    return ExactSearch.within(
        Vectors.block(vectors(part.source)),
        target.query(),
        wanted.metric(),
        wanted.radius(),
        most,
        part.accepted(),
        warmUp,
        wanted.guard());
  }

  /**
   * Walks the graph for the nearest rows; where a radius is given, for more and more of them until
   * one lies beyond it. Should a walk end before it has found as many rows as there are, or should
   * the rows within the radius be many, the source is searched exactly.
   */
  private @Nullable Neighbors walk(Part part, SearchScratch scratch) {
    HnswSearcher graph = graph(part);
    assert graph != null : "the method was chosen by it";
    int most = Math.min(wanted.k(), part.selection.count());
    scratch.leaveOut(leftOutOf(part.source));
    Selection accepted = part.accepted() == null ? null : withoutLeftOut(part).accepted();
    for (int count = firstCount(part); ; count = Math.min(most, 4 * count)) {
      int ef = ef(count, part);
      if (ef == EfCalibration.OUT_OF_REACH) {
        return searchExactly(part, scratch.warmUp());
      }
      Neighbors found = graph.search(target.query(), count, ef, accepted, scratch);
      if (found.count() < count) {
        return searchExactly(part, scratch.warmUp());
      }
      if (count == most || found.distance(count - 1) > wanted.radius()) {
        return found;
      }
      if (4L * count * RANGE_FROM_ONE_IN > part.selection.count()) {
        return searchExactly(part, scratch.warmUp());
      }
    }
  }

  /** Returns how many rows a walk first looks for. */
  private int firstCount(Part part) {
    int most = Math.min(wanted.k(), part.selection.count());
    return wanted.hasRadius() ? Math.min(most, RANGE_FIRST) : most;
  }

  /**
   * Returns how many candidates one of several walks keeps that together are to find enough, or
   * {@link EfCalibration#OUT_OF_REACH} when no number is known to do. A recall target is one for
   * each walk by itself.
   */
  private int ef(int count, Part part) {
    if (wanted.effort() instanceof Effort.Target(double recall)) {
      return calibratedEf(recall, count, part);
    }
    int chosen = wanted.effort() instanceof Effort.Candidates(int candidates) ? candidates : 0;
    return shared(chosen > 0 ? chosen : usualEf(count), part);
  }

  /**
   * By dot product the rows within a radius may lie in many places, each with its own long vectors:
   * over 9,000 rows in 30 clusters a walk for 100 of them found .89 with {@code ef} 200, and .95
   * with 400.
   */
  private int usualEf(int count) {
    boolean scattered = wanted.hasRadius() && wanted.metric() == Metric.DOT;
    return HnswSearcher.defaultEf(
        (int) Math.min(Integer.MAX_VALUE, scattered ? 2L * count : count));
  }

  private int calibratedEf(double recall, int count, Part part) {
    EfCalibration calibration =
        part.source.source() instanceof Segment segment
            ? segment.calibration(target.field().id())
            : null;
    return calibration == null ? EfCalibration.OUT_OF_REACH : calibration.efFor(recall, count);
  }

  private static int shared(int ef, Part part) {
    return (int) Math.ceil(ef * Math.max(LEAST_EF, Math.pow(part.share, EF_GROWTH)));
  }

  /** Returns the ordinal of the row to pass over, or -1 when it is not in this source. */
  private int leftOutOf(SourceView source) {
    return leftOut != null && leftOut.source().source() == source.source() ? leftOut.ordinal() : -1;
  }

  private Part withoutLeftOut(Part part) {
    int ordinal = leftOutOf(part.source);
    return ordinal < 0
        ? part
        : new Part(
            part.source,
            part.selection.without(ordinal, part.source.rowCount()),
            part.share,
            part.graph);
  }

  private Column vectors(SourceView source) {
    return source.rows().column(target.index());
  }
}
