package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.engine.read.Strategy.Why;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.Vectors;
import dev.pilum.hnsw.CodedRows;
import dev.pilum.hnsw.EfCalibration;
import dev.pilum.hnsw.ExactSearch;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.hnsw.Neighbors;
import dev.pilum.hnsw.SearchPlan;
import dev.pilum.hnsw.SearchScratch;
import dev.pilum.hnsw.VectorBlock;
import dev.pilum.hnsw.VectorIndex;
import dev.pilum.storage.schema.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The search of one source for the rows nearest to a vector. One run, one thread. */
final class VectorPart implements SourceSearch {
  /**
   * Should the rows within a radius be more than one in so many, a source is searched exactly. A
   * walk for 400 rows took as long as an exact search over 42 times as many rows of 384
   * coordinates, and over 80 times as many of 128.
   */
  private static final int RANGE_FROM_ONE_IN = 100;

  /** How many rows a walk within a radius first hopes to be enough. */
  private static final int RANGE_FIRST = 100;

  private final VectorSearch search;
  private final Wanted wanted;
  private final SourceRows rows;
  private final double share;
  private final @Nullable VectorIndex index;
  private final boolean first;
  private final Strategy strategy;
  private long distances;
  private boolean comparedAll;

  /**
   * Decides how to go about it.
   *
   * @param rows the rows that may be returned
   * @param share what part of the view's rows they are taken from, 0 to 1
   * @param index what knows them all; {@code null} when there is nothing for the metric
   * @param first whether no other part is searched before
   */
  VectorPart(
      VectorSearch search,
      SourceRows rows,
      double share,
      @Nullable VectorIndex index,
      boolean first) {
    this.first = first;
    this.search = search;
    this.wanted = search.wanted();
    this.rows = rows;
    this.share = share;
    this.index = index;
    this.strategy = rows.count() == 0 ? Strategy.SKIP : strategyFor(firstCount());
  }

  @Override
  public int findable() {
    return rows.count();
  }

  @Override
  public List<Found> search(SearchScratch scratch, List<Found> before) {
    Neighbors neighbors =
        switch (strategy) {
          case Strategy.Skip s -> null;
          case Strategy.Exact e -> compareAll(radius(before), scratch);
          case Strategy.Walk w -> walk(w, scratch);
        };
    return neighbors == null ? List.of() : found(neighbors);
  }

  private List<Found> found(Neighbors neighbors) {
    FoundInSource found = new FoundInSource(rows.source(), neighbors).within(wanted.radius());
    assert search.leftOut() == null || hasNot(found) : "a row that was to be passed over";
    return found;
  }

  private boolean hasNot(List<Found> found) {
    int leftOut = search.leftOutOf(rows.source());
    return found.stream().noneMatch(row -> row.ordinal() == leftOut);
  }

  @Override
  public Plan plan(Plan.@Nullable Actual actual) {
    List<String> details = new ArrayList<>();
    details.add(
        strategy instanceof Strategy.Exact
            ? String.format(Locale.ROOT, "%,d comparisons", rows.count())
            : String.format(Locale.ROOT, "%,d rows", rows.source().rowCount()));
    details.addAll(strategy.details());
    if (strategy instanceof Strategy.Exact && looksAtCodes()) {
      details.add("by codes");
    }
    int most = most();
    return new Plan(
        strategy.operator(),
        SourceRows.name(rows.source()),
        details,
        mayBeFewer() ? Plan.Rows.atMost(most) : Plan.Rows.exactly(most),
        actual,
        rows.steps());
  }

  @Override
  public String[] notes() {
    if (!(strategy instanceof Strategy.Walk)) {
      return new String[0];
    }
    String walked = String.format(Locale.ROOT, "%,d distances in the graph", distances);
    return comparedAll
        ? new String[] {walked, "the walk was not enough, so all were compared"}
        : new String[] {walked};
  }

  /**
   * Returns how so many rows are looked for; asked again when it turns out that more are needed.
   */
  private Strategy strategyFor(int count) {
    VectorIndex known = index;
    if (wanted.effort() instanceof Effort.Exact) {
      return new Strategy.Exact(Why.ASKED, null);
    }
    if (known == null) {
      return new Strategy.Exact(whyNoGraph(), null);
    }
    if (wanted.forced() == Forced.EXACT) {
      return new Strategy.Exact(Why.FORCED, null);
    }
    EfCalibration calibration = calibration();
    boolean scattered = wanted.hasRadius() && wanted.metric() == Metric.DOT;
    int ef = new WalkBreadth(wanted.effort(), scattered).of(count, share, calibration);
    if (ef == EfCalibration.OUT_OF_REACH) {
      return new Strategy.Exact(calibration == null ? Why.NOT_MEASURED : Why.OUT_OF_REACH, null);
    }
    if (rows.selection().isAll()) {
      return new Strategy.Walk(known, ef, null);
    }
    SearchPlan plan = forced(known.plan(count, ef, rows.count()));
    return plan.method() == SearchPlan.Method.EXACT
        ? new Strategy.Exact(Why.CHEAPER, plan)
        : new Strategy.Walk(known, ef, plan);
  }

  private SearchPlan forced(SearchPlan plan) {
    return switch (wanted.forced()) {
      case NOTHING -> plan;
      case EXACT -> plan.forced(SearchPlan.Method.EXACT);
      case WALK -> plan.forced(SearchPlan.Method.WALK);
      case LONG_WALK -> plan.forced(SearchPlan.Method.LONG_WALK);
    };
  }

  private Why whyNoGraph() {
    return !(rows.source().source() instanceof Segment)
        ? Why.IN_MEMORY
        : wanted.metric() == search.target().metric() ? Why.NO_GRAPH : Why.OTHER_METRIC;
  }

  private @Nullable EfCalibration calibration() {
    return wanted.effort() instanceof Effort.Target
            && rows.source().source() instanceof Segment segment
        ? segment.calibration(search.target().field().id())
        : null;
  }

  /** Returns whether rows are left out for their distance. */
  private boolean mayBeFewer() {
    return wanted.hasRadius() || (!first && strategy instanceof Strategy.Exact);
  }

  /** Returns how many rows can come out. */
  private int most() {
    return Math.min(wanted.k(), rows.count());
  }

  /** Returns how many rows a walk first looks for. */
  private int firstCount() {
    return wanted.hasRadius() ? Math.min(most(), RANGE_FIRST) : most();
  }

  /**
   * Returns how far away a row may be: no farther than the last of those found so far, if enough.
   */
  private float radius(List<Found> found) {
    return found.size() < wanted.k()
        ? wanted.radius()
        : Math.min(wanted.radius(), found.getLast().distance());
  }

  private @Nullable Neighbors compareAll(float radius, SearchScratch scratch) {
    Selection selection = withoutLeftOut();
    if (selection.count() == 0) {
      return null;
    }
    Selection accepted = selection.isAll() ? null : selection;
    int most = Math.min(wanted.k(), selection.count());
    float[] query = search.target().query();
    if (index instanceof HnswSearcher graph && graph.rowCount() == rows.source().rowCount()) {
      return graph.within(query, radius, most, accepted, mayLookAtCodes(), scratch, wanted.guard());
    }
    CodedRows coded = codedRows();
    return coded == null
        ? ExactSearch.within(
            block(),
            query,
            wanted.metric(),
            radius,
            most,
            accepted,
            scratch.warmUp(),
            wanted.guard())
        : coded.within(block(), query, radius, most, accepted, scratch, wanted.guard());
  }

  /** Returns whether the result need not rely on nothing but vectors. */
  private boolean mayLookAtCodes() {
    return !(wanted.effort() instanceof Effort.Exact);
  }

  /** Returns whether comparing with all rows looks at codes first. */
  private boolean looksAtCodes() {
    if (index instanceof HnswSearcher graph && graph.rowCount() == rows.source().rowCount()) {
      return mayLookAtCodes() && graph.comparesByCodes(rows.count(), most());
    }
    CodedRows coded = codedRows();
    return coded != null && coded.rowCount() > 0;
  }

  /** Returns codes that make comparing cheaper, unless that is to rely on nothing but vectors. */
  private @Nullable CodedRows codedRows() {
    CodedRows coded = rows.source().source().codedRows(search.target().field().id());
    return coded != null && coded.metric() == wanted.metric() && mayLookAtCodes() ? coded : null;
  }

  /**
   * Walks the graph for the nearest rows; where a radius is given, for more and more of them until
   * one lies beyond it. Should a walk end before it has found as many rows as there are, or should
   * the rows within the radius be many, the source is searched exactly.
   */
  private @Nullable Neighbors walk(Strategy.Walk first, SearchScratch scratch) {
    int leftOut = search.leftOutOf(rows.source());
    boolean canGoRound =
        index instanceof HnswSearcher graph
            && leftOut >= 0
            && leftOut < graph.rowCount()
            && graph.canLeaveOut(leftOut);
    scratch.leaveOut(canGoRound ? leftOut : -1);
    boolean all = rows.accepted() == null && (leftOut < 0 || canGoRound);
    Selection accepted = all ? null : withoutLeftOut();
    Strategy next = first;
    int count = firstCount();
    while (next instanceof Strategy.Walk walk) {
      Neighbors found = walk(walk, count, accepted, scratch);
      distances += scratch.scoredCount();
      comparedAll |= scratch.comparedAll();
      boolean tooFew = found.count() < count;
      if (!tooFew && (count == most() || found.distance(count - 1) > wanted.radius())) {
        return found;
      }
      if (tooFew || 4L * count * RANGE_FROM_ONE_IN > rows.count()) {
        break;
      }
      count = Math.min(most(), 4 * count);
      next = strategyFor(count);
    }
    comparedAll = true;
    return compareAll(wanted.radius(), scratch);
  }

  private Neighbors walk(
      Strategy.Walk walk, int count, @Nullable Selection accepted, SearchScratch scratch) {
    float[] query = search.target().query();
    SearchPlan plan = walk.plan();
    return plan == null || accepted == null
        ? walk.index().search(query, count, walk.ef(), accepted, scratch)
        : walk.index().search(query, count, plan, accepted, scratch);
  }

  private Selection withoutLeftOut() {
    SourceView source = rows.source();
    int ordinal = search.leftOutOf(source);
    return ordinal < 0 ? rows.selection() : rows.selection().without(ordinal, asked());
  }

  /** Returns how many rows a search may ask the selection about. */
  private int asked() {
    return index == null ? rows.source().rowCount() : index.rowCount();
  }

  /** Returns the vectors that the selection is about. */
  private VectorBlock block() {
    VectorBlock all = Vectors.block(rows.source().rows().column(search.target().index()));
    return asked() < all.rowCount()
        ? new VectorBlock(all.vectors(), all.element(), all.dimension(), asked())
        : all;
  }
}
