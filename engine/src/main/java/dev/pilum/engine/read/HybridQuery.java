package dev.pilum.engine.read;

import dev.pilum.Fusion;
import dev.pilum.HybridHit;
import dev.pilum.HybridSearch;
import dev.pilum.Plan;
import dev.pilum.RankedQuery;
import dev.pilum.Selected;
import dev.pilum.TableEvent.QueryKind;
import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.fts.index.ScoredOrdinal;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A search of vectors and text under construction. Immutable. */
final class HybridQuery implements HybridSearch, ViewQuery<HybridHit> {
  private static final int DEFAULT_CANDIDATES = 100;
  private static final DiverseQuery.HitParts<HybridHit> HIT_PARTS =
      new DiverseQuery.HitParts<>(
          HybridHit::row,
          HybridHit::score,
          (hit, row) -> new HybridHit(row, hit.score(), hit.vector(), hit.text()));

  private final Reads reads;
  private final SearchQuery vector;
  private final TextTarget text;
  private final Fusion fusion;
  private final int candidates;

  /**
   * Starts with the default fusion.
   *
   * @param vector the vector leg, with filter, columns, limit and offset of the whole
   */
  HybridQuery(Reads reads, SearchQuery vector, TextTarget text) {
    this(reads, vector, text, Fusion.DEFAULT, DEFAULT_CANDIDATES);
  }

  private HybridQuery(
      Reads reads, SearchQuery vector, TextTarget text, Fusion fusion, int candidates) {
    this.reads = reads;
    this.vector = vector;
    this.text = text;
    this.fusion = fusion;
    this.candidates = candidates;
  }

  @Override
  public HybridSearch where(Filter filter) {
    return with(vector.where(filter));
  }

  @Override
  public HybridSearch where(String condition, @Nullable Object... values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public HybridSearch where(String condition, Map<String, ? extends @Nullable Object> values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public HybridSearch select(String... columns) {
    return with(vector.select(columns));
  }

  @Override
  public HybridSearch select(List<Selected> values) {
    return with(vector.select(values));
  }

  @Override
  public HybridSearch limit(int hits) {
    return with(vector.limit(hits));
  }

  @Override
  public HybridSearch offset(int hits) {
    return with(vector.offset(hits));
  }

  @Override
  public HybridSearch fusion(Fusion changed) {
    return new HybridQuery(reads, vector, text, changed, candidates);
  }

  @Override
  public HybridSearch candidates(int rows) {
    if (rows < 1) {
      throw new InvalidRequest("candidates must be positive, got " + rows);
    }
    return new HybridQuery(reads, vector, text, fusion, rows);
  }

  @Override
  public RankedQuery<HybridHit> diverse(double lambda, int among) {
    HybridQuery with = with(vector.withVectors());
    return new DiverseQuery<>(with, vector.metric(), HIT_PARTS, lambda, among);
  }

  @Override
  public HybridSearch timeout(Duration limit) {
    return with(vector.timeout(limit));
  }

  @Override
  public List<HybridHit> hits() {
    QueryGuard guard = vector.guard();
    Matches matches = vector.matches();
    return reads.answer(QueryKind.HYBRID, view -> hits(view, matches, guard));
  }

  @Override
  public List<HybridHit> hits(TableView view, Matches matches, QueryGuard guard) {
    return hits(legs(view, matches, guard, Stopwatch.OFF), guard);
  }

  @Override
  public boolean isOf(Reads others) {
    return reads.areOfOneTable(others);
  }

  @Override
  public Schema schema() {
    return reads.schema();
  }

  @Override
  public QueryGuard guard() {
    return vector.guard();
  }

  @Override
  public @Nullable Filter filter() {
    return vector.filter();
  }

  @Override
  public Plan explain() {
    QueryGuard guard = vector.guard();
    Matches matches = vector.matches();
    return reads.with(view -> plan(legs(view, matches, guard, Stopwatch.OFF), null));
  }

  @Override
  public Plan explainAnalyze() {
    QueryGuard guard = vector.guard();
    Stopwatch watch = reads.stopwatch();
    long start = watch.nanos();
    Matches matches = vector.matches();
    return reads.with(view -> {
      Legs legs = legs(view, matches, guard, watch);
      int count = hits(legs, guard).size();
      return plan(legs, watch.since(start, count));
    });
  }

  /** Both legs, planned on one view, and how long each took. One run, one thread. */
  private static final class Legs {
    private final TableView view;
    private final PlannedSearch vectors;
    private final PlannedText texts;
    private final Stopwatch watch;
    private Plan.@Nullable Actual ofVectors;
    private Plan.@Nullable Actual ofTexts;

    Legs(TableView view, PlannedSearch vectors, PlannedText texts, Stopwatch watch) {
      this.view = view;
      this.vectors = vectors;
      this.texts = texts;
      this.watch = watch;
    }
  }

  private Legs legs(TableView view, Matches unshared, QueryGuard guard, Stopwatch watch) {
    Matches matches = unshared.shared();
    return new Legs(
        view,
        leg().nearest(view, matches, candidateCount(), guard, watch),
        reads.textLeg(text).plan(view, matches, candidateCount(), guard, watch),
        watch);
  }

  /**
   * The last candidates, of which a narrow walk is less certain, get nearly no points where these
   * go by scores; by ranks they get some.
   */
  private SearchQuery leg() {
    return switch (fusion) {
      case Fusion.MinMax m -> vector.narrow(candidateCount());
      case Fusion.ReciprocalRank r -> vector;
    };
  }

  private List<HybridHit> hits(Legs legs, QueryGuard guard) {
    RankFusion ranks = new RankFusion(fusion, legs.view, candidateCount());
    long start = legs.watch.nanos();
    List<Found> nearest = reads.run(legs.vectors);
    legs.ofVectors = legs.watch.isOn() ? legs.watch.since(start, nearest.size()) : null;
    ranks.addVectors(nearest, vector);
    guard.check();
    long between = legs.watch.nanos();
    List<ScoredOrdinal> best = legs.texts.run();
    legs.ofTexts = legs.watch.isOn() ? legs.watch.since(between, best.size()) : null;
    ranks.addTexts(best);
    List<FusedRow> ranking = ranks.best(vector.hitCount());
    List<HybridHit> hits = new ArrayList<>();
    for (int i = vector.offset(); i < ranking.size(); i++) {
      guard.checkAt(i);
      FusedRow row = ranking.get(i);
      hits.add(
          new HybridHit(
              vector.row(row.source(), row.ordinal()), row.score(), row.vector(), row.text()));
    }
    return hits;
  }

  private Plan plan(Legs legs, Plan.@Nullable Actual actual) {
    List<String> details = new ArrayList<>();
    details.add(fusion.toString());
    details.add(candidateCount() + " candidates of each leg");
    if (vector.offset() > 0) {
      details.add("passes over " + vector.offset());
    }
    return new Plan(
        "hybrid search",
        "",
        details,
        Plan.Rows.atMost(vector.hitCount() - vector.offset()),
        actual,
        List.of(legs.vectors.plan(0, legs.ofVectors), legs.texts.plan(0, legs.ofTexts)));
  }

  @Override
  public HybridQuery first(int hits) {
    return with(vector.first(hits));
  }

  @Override
  public int offset() {
    return vector.offset();
  }

  @Override
  public int hitCount() {
    return vector.hitCount();
  }

  @Override
  public HybridHit rescored(HybridHit hit, float score) {
    return new HybridHit(hit.row(), score, hit.vector(), hit.text());
  }

  private int candidateCount() {
    return Math.max(candidates, vector.hitCount());
  }

  private HybridQuery with(SearchQuery changed) {
    return new HybridQuery(reads, changed, text, fusion, candidates);
  }
}
