package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.engine.read.Strategy.Why;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.Vectors;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.KernelWarmUp;
import dev.pilum.hnsw.MaxSimSearch;
import dev.pilum.hnsw.Neighbors;
import dev.pilum.hnsw.SearchScratch;
import dev.pilum.storage.column.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The search of one source for the rows nearest to several vectors. One run, one thread. */
final class MultivectorPart implements SourceSearch {
  /**
   * How many of its nearest vectors each vector of a query looks for, unless somebody says so: with
   * 100 recall at 10 was .979 and .997 on two sets, with 200 .999 on both (docs/decisions/0025).
   */
  private static final int LEAST_NODES = 200;

  private static final int NODES_PER_HIT = 4;

  private final MultivectorSearch search;
  private final Wanted wanted;
  private final SourceRows rows;
  private final MaxSimSearch vectors;
  private final @Nullable HnswSearcher graph;
  private final Strategy strategy;
  private boolean comparedAll;

  /**
   * Decides how to go about it.
   *
   * @param rows the rows that may be returned
   */
  MultivectorPart(MultivectorSearch search, SourceRows rows) {
    this.search = search;
    this.wanted = search.wanted();
    this.rows = rows;
    this.vectors =
        new MaxSimSearch(
            Vectors.runs(column()), search.target().queries(), search.wanted().metric());
    this.graph = known();
    this.strategy = rows.count() == 0 ? Strategy.SKIP : strategy();
  }

  /** Rows whose list of vectors is empty are never found. */
  @Override
  public int findable() {
    Column lists = column();
    int rowCount = rows.source().rowCount();
    int count = 0;
    for (int row = next(0, rowCount); row >= 0; row = next(row + 1, rowCount)) {
      count += lists.endOf(row) > lists.startOf(row) ? 1 : 0;
    }
    return count;
  }

  private int next(int from, int rowCount) {
    return rows.selection().next(from, rowCount);
  }

  @Override
  public List<Found> search(SearchScratch scratch, List<Found> before) {
    return switch (strategy) {
      case Strategy.Skip s -> List.of();
      case Strategy.Exact e -> found(compareAll(scratch.warmUp()));
      case Strategy.Walk w -> found(walk(w, scratch));
    };
  }

  private List<Found> found(Neighbors neighbors) {
    return new FoundInSource(rows.source(), neighbors);
  }

  @Override
  public Plan plan(Plan.@Nullable Actual actual) {
    List<String> details = new ArrayList<>();
    int vectorCount = Vectors.block(column()).rowCount();
    details.add(
        String.format(
            Locale.ROOT, "%,d rows of %,d vectors", rows.source().rowCount(), vectorCount));
    if (strategy instanceof Strategy.Walk walk) {
      details.add(
          String.format(Locale.ROOT, "the nearest %,d vectors to each of the query", walk.ef()));
    } else {
      details.addAll(strategy.details());
    }
    int most = Math.min(wanted.k(), findable());
    return new Plan(
        strategy.operator(),
        SourceRows.name(rows.source()),
        details,
        wanted.hasRadius() ? Plan.Rows.atMost(most) : Plan.Rows.exactly(most),
        actual,
        rows.steps());
  }

  @Override
  public String[] notes() {
    return comparedAll
        ? new String[] {"the walks were not enough, so all were compared"}
        : new String[0];
  }

  private Strategy strategy() {
    HnswSearcher searcher = graph;
    if (wanted.effort() instanceof Effort.Exact) {
      return new Strategy.Exact(Why.ASKED, null);
    }
    if (searcher == null) {
      return new Strategy.Exact(whyNoGraph(), null);
    }
    if (wanted.forced() == Forced.EXACT) {
      return new Strategy.Exact(Why.FORCED, null);
    }
    if (wanted.effort() instanceof Effort.Target) {
      return new Strategy.Exact(Why.NOT_MEASURED, null);
    }
    if (wanted.hasRadius()) {
      return new Strategy.Exact(Why.RADIUS, null);
    }
    boolean isCheaper =
        wanted.forced() == Forced.NOTHING
            && vectors.isExactCheaper(searcher, wanted.k(), nodes(), rows.count());
    return isCheaper
        ? new Strategy.Exact(Why.CHEAPER, null)
        : new Strategy.Walk(searcher, nodes(), null);
  }

  private Why whyNoGraph() {
    return !(rows.source().source() instanceof Segment)
        ? Why.IN_MEMORY
        : wanted.metric() == search.target().metric() ? Why.NO_GRAPH : Why.OTHER_METRIC;
  }

  /** Walks; should that not meet as many rows as there are, compares all. */
  private Neighbors walk(Strategy.Walk walk, SearchScratch scratch) {
    HnswSearcher searcher = graph;
    assert searcher != null : "the strategy was chosen by it";
    int most = Math.min(wanted.k(), rows.count());
    Neighbors found = vectors.walk(searcher, most, walk.ef(), rows.accepted(), scratch);
    comparedAll = found.count() < most;
    return comparedAll ? compareAll(scratch.warmUp()) : found;
  }

  private Neighbors compareAll(KernelWarmUp warmUp) {
    return vectors.exact(
        wanted.radius(), wanted.k(), rows.accepted(), graph, warmUp, wanted.guard());
  }

  private @Nullable HnswSearcher known() {
    boolean sameMetric = wanted.metric() == search.target().metric();
    return sameMetric && rows.source().source() instanceof Segment segment
        ? segment.graph(search.target().field().id())
        : null;
  }

  private int nodes() {
    int chosen = wanted.effort() instanceof Effort.Candidates(int candidates) ? candidates : 0;
    return chosen > 0
        ? Math.max(wanted.k(), chosen)
        : (int)
            Math.min(Integer.MAX_VALUE, Math.max(LEAST_NODES, (long) NODES_PER_HIT * wanted.k()));
  }

  private Column column() {
    return rows.source().rows().column(search.target().index());
  }
}
