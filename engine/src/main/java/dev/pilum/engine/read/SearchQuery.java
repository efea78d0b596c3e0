package dev.pilum.engine.read;

import dev.pilum.Hit;
import dev.pilum.HybridSearch;
import dev.pilum.Plan;
import dev.pilum.RankedQuery;
import dev.pilum.Row;
import dev.pilum.Search;
import dev.pilum.Selected;
import dev.pilum.TableEvent.QueryKind;
import dev.pilum.engine.event.Span;
import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.engine.table.Diagnosis;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.fts.TextQuery;
import dev.pilum.hnsw.HnswSearcher;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A vector search under construction. Immutable. */
final class SearchQuery implements Search, ViewQuery<Hit> {
  private static final DiverseQuery.HitParts<Hit> HIT_PARTS =
      new DiverseQuery.HitParts<>(
          Hit::row, Hit::score, (hit, row) -> new Hit(row, hit.distance(), hit.score()));

  private final Reads reads;
  private final Target target;
  private final SearchSettings settings;

  /** Starts with the ten nearest of all rows. */
  SearchQuery(Reads reads, Target target) {
    this(reads, target, SearchSettings.of(reads.all(), target.metric()));
  }

  private SearchQuery(Reads reads, Target target, SearchSettings settings) {
    this.reads = reads;
    this.target = target;
    this.settings = settings;
  }

  @Override
  public SearchQuery where(Filter more) {
    return with(settings.with(more));
  }

  @Override
  public Search where(String condition, @Nullable Object... values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public Search where(String condition, Map<String, ? extends @Nullable Object> values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public SearchQuery select(String... names) {
    return with(settings.withColumns(reads.select(names)));
  }

  @Override
  public SearchQuery select(List<Selected> values) {
    return with(settings.withColumns(Projection.of(reads.schema(), values)));
  }

  @Override
  public SearchQuery limit(int hits) {
    require(hits >= 1, "limit must be positive, got " + hits);
    return with(settings.withLimit(hits));
  }

  @Override
  public SearchQuery offset(int hits) {
    require(hits >= 0, "offset must not be negative, got " + hits);
    return with(settings.withOffset(hits));
  }

  @Override
  public Search within(float distance) {
    require(!Float.isNaN(distance), "within needs a distance, got NaN");
    return with(settings.within(distance));
  }

  @Override
  public Search metric(Metric metric) {
    DataType.Vector type = target.field().type().vectors();
    assert type != null : "only columns with vectors are searched";
    metric.check(target.field().name(), type);
    return with(settings.with(metric));
  }

  @Override
  public Search exact() {
    return with(settings.with(Effort.EXACT));
  }

  @Override
  public Search ef(int candidates) {
    require(candidates >= 1, "ef must be positive, got " + candidates);
    return with(settings.with(new Effort.Candidates(candidates)));
  }

  @Override
  public Search recallTarget(double recall) {
    require(recall > 0 && recall <= 1, "a recall target lies above 0 and up to 1, got " + recall);
    return with(settings.with(recall == 1 ? Effort.EXACT : new Effort.Target(recall)));
  }

  @Override
  public HybridSearch text(TextQuery query) {
    return new HybridQuery(reads, this, reads.textTarget(query));
  }

  @Override
  public RankedQuery<Hit> diverse(double lambda, int candidates) {
    return new DiverseQuery<>(withVectors(), settings.metric(), HIT_PARTS, lambda, candidates);
  }

  @Override
  public SearchQuery timeout(Duration limit) {
    return with(settings.withTimeout(QueryGuard.checked(limit)));
  }

  @Override
  public List<Hit> hits() {
    QueryGuard guard = guard();
    Matches matches = matches();
    Span span = reads.begin();
    TableView view = reads.ask();
    try {
      List<Hit> found = hits(view, matches, guard);
      reads.end(span, QueryKind.VECTOR);
      return found;
    } catch (RuntimeException | AssertionError e) {
      Diagnosis.throwDamage(view, e);
      throw e;
    } finally {
      reads.answered(view);
    }
  }

  @Override
  public Plan explain() {
    QueryGuard guard = guard();
    Matches matches = matches();
    return reads.with(view ->
        search(matches, null, guard).plan(view, Stopwatch.OFF).plan(settings.offset(), null));
  }

  @Override
  public Plan explainAnalyze() {
    QueryGuard guard = guard();
    Stopwatch watch = reads.stopwatch();
    long start = watch.nanos();
    Matches matches = matches();
    return reads.with(view -> {
      PlannedSearch planned = search(matches, null, guard).plan(view, watch);
      int count = hits(planned, guard).size();
      return planned.plan(settings.offset(), watch.since(start, count));
    });
  }

  /** Returns the same search by the strategy that a test wants, whatever it costs. */
  SearchQuery forced(Forced strategy) {
    return with(settings.with(strategy));
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
    return reads.guard(settings.timeout());
  }

  @Override
  public @Nullable Filter filter() {
    return settings.filter();
  }

  @Override
  public List<Hit> hits(TableView view, Matches matches, QueryGuard guard) {
    return hits(search(matches, null, guard).plan(view, Stopwatch.OFF), guard);
  }

  private List<Hit> hits(PlannedSearch planned, QueryGuard guard) {
    List<Found> found = reads.run(planned);
    List<Hit> hits = new ArrayList<>(Math.max(0, found.size() - settings.offset()));
    @Nullable Object[] values = settings.columns().newValues();
    for (int i = settings.offset(); i < found.size(); i++) {
      guard.checkAt(i);
      hits.add(hit(found.get(i), values));
    }
    return hits;
  }

  private Hit hit(Found found, @Nullable Object[] values) {
    Row row = settings.columns().row(found.source(), found.ordinal(), values);
    return new Hit(row, found.distance(), score(found.distance()));
  }

  /** Returns the rows that the query finds when one row is passed over. */
  List<Found> nearestTo(TableView view, RowPlace leftOut) {
    return reads.run(search(matches(), leftOut, guard()).plan(view, Stopwatch.OFF));
  }

  /** Returns a search for the {@code count} nearest rows of a view, whatever limit and offset. */
  PlannedSearch nearest(
      TableView view, Matches matches, int count, QueryGuard guard, Stopwatch watch) {
    return target.search(wanted(matches, count, guard), null).plan(view, watch);
  }

  /**
   * Returns the same search with walks no wider than it takes to find {@code count} rows, unless
   * somebody chose how wide they are: for whom the last rows count for next to nothing.
   */
  SearchQuery narrow(int count) {
    boolean chosen = !settings.effort().equals(Effort.DEFAULT) || settings.hasRadius();
    int ef = Math.max(HnswSearcher.defaultEf(1), count);
    return chosen ? this : with(settings.with(new Effort.Candidates(ef)));
  }

  /** Returns the score of a row by its distance. */
  float score(float distance) {
    return target.score(settings.metric(), distance);
  }

  /** Returns the selected columns of a row. */
  Row row(SourceView source, int ordinal) {
    return settings.columns().row(source, ordinal);
  }

  /** Returns the same search, whose rows have their vectors under a name of their own. */
  SearchQuery withVectors() {
    require(
        target.field().type() instanceof DataType.Vector,
        "column '%s' has several vectors in each row; only single ones can tell rows apart"
            .formatted(target.field().name()));
    int place = reads.schema().indexOf(target.field().name());
    return with(settings.withColumns(settings.columns().with(DiverseQuery.VECTORS, place)));
  }

  /** Returns what distances are measured by. */
  Metric metric() {
    return settings.metric();
  }

  @Override
  public SearchQuery first(int hits) {
    return with(settings.withLimit(hits).withOffset(0));
  }

  @Override
  public Hit rescored(Hit hit, float score) {
    return new Hit(hit.row(), hit.distance(), score);
  }

  @Override
  public int offset() {
    return settings.offset();
  }

  @Override
  public int hitCount() {
    return settings.hitCount();
  }

  /** Returns how many rows are looked for. */
  int k() {
    return settings.k();
  }

  private RowSearch search(Matches matches, @Nullable RowPlace leftOut, QueryGuard guard) {
    return target.search(wanted(matches, settings.k(), guard), leftOut);
  }

  private Wanted wanted(Matches matches, int count, QueryGuard guard) {
    return new Wanted(
        settings.metric(),
        settings.radius(),
        count,
        matches,
        settings.effort(),
        settings.forced(),
        guard);
  }

  /** Returns the rows that the filter selects. */
  Matches matches() {
    return Matches.of(settings.filter(), reads.schema());
  }

  private SearchQuery with(SearchSettings changed) {
    return new SearchQuery(reads, target, changed);
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new InvalidRequest(complaint);
    }
  }
}
