package dev.pilum.engine.read;

import dev.pilum.Hit;
import dev.pilum.HybridSearch;
import dev.pilum.Row;
import dev.pilum.Search;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.fts.TextQuery;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A vector search under construction. Immutable. */
final class SearchQuery implements Search {
  private static final int DEFAULT_LIMIT = 10;

  private final Reads reads;
  private final Target target;
  private final Settings settings;

  /**
   * What may be set.
   *
   * @param limit hits to return; 0 for ten, or for all within the radius
   * @param radius the largest distance
   * @param timeout how long a run may take, or {@code null} for ever
   */
  private record Settings(
      @Nullable Filter filter,
      int[] columns,
      int limit,
      int offset,
      Metric metric,
      float radius,
      Effort effort,
      @Nullable Duration timeout) {
    /** Returns how many rows to look for. */
    int k() {
      if (limit == 0) {
        return radius < Float.POSITIVE_INFINITY ? Integer.MAX_VALUE : withOffset(DEFAULT_LIMIT);
      }
      return withOffset(limit);
    }

    private int withOffset(int hits) {
      return (int) Math.min(Integer.MAX_VALUE, (long) hits + offset);
    }
  }

  /** Starts with the ten nearest of all rows. */
  SearchQuery(Reads reads, Target target) {
    this(
        reads,
        target,
        new Settings(
            null,
            Projection.all(reads.schema()),
            0,
            0,
            target.metric(),
            Float.POSITIVE_INFINITY,
            Effort.DEFAULT,
            null));
  }

  private SearchQuery(Reads reads, Target target, Settings settings) {
    this.reads = reads;
    this.target = target;
    this.settings = settings;
  }

  @Override
  public SearchQuery where(Filter more) {
    Settings s = settings;
    Filter both = s.filter == null ? more : s.filter.and(more);
    return with(
        new Settings(both, s.columns, s.limit, s.offset, s.metric, s.radius, s.effort, s.timeout));
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
    Settings s = settings;
    int[] columns = Projection.of(reads.schema(), names);
    return with(
        new Settings(
            s.filter, columns, s.limit, s.offset, s.metric, s.radius, s.effort, s.timeout));
  }

  @Override
  public SearchQuery limit(int hits) {
    require(hits >= 1, "limit must be positive, got " + hits);
    Settings s = settings;
    return with(
        new Settings(s.filter, s.columns, hits, s.offset, s.metric, s.radius, s.effort, s.timeout));
  }

  @Override
  public SearchQuery offset(int hits) {
    require(hits >= 0, "offset must not be negative, got " + hits);
    Settings s = settings;
    return with(
        new Settings(s.filter, s.columns, s.limit, hits, s.metric, s.radius, s.effort, s.timeout));
  }

  @Override
  public Search within(float distance) {
    require(!Float.isNaN(distance), "within needs a distance, got NaN");
    Settings s = settings;
    return with(
        new Settings(
            s.filter, s.columns, s.limit, s.offset, s.metric, distance, s.effort, s.timeout));
  }

  @Override
  public Search metric(Metric metric) {
    DataType.Vector type = target.field().type().vectors();
    assert type != null : "only columns with vectors are searched";
    metric.check(target.field().name(), type);
    Settings s = settings;
    return with(
        new Settings(
            s.filter, s.columns, s.limit, s.offset, metric, s.radius, s.effort, s.timeout));
  }

  @Override
  public Search exact() {
    return with(Effort.EXACT);
  }

  @Override
  public Search ef(int candidates) {
    require(candidates >= 1, "ef must be positive, got " + candidates);
    return with(new Effort.Candidates(candidates));
  }

  @Override
  public Search recallTarget(double recall) {
    require(recall > 0 && recall <= 1, "a recall target lies above 0 and up to 1, got " + recall);
    return with(recall == 1 ? Effort.EXACT : new Effort.Target(recall));
  }

  @Override
  public HybridSearch text(TextQuery query) {
    return new HybridQuery(reads, this, TextTarget.of(reads.schema(), query));
  }

  @Override
  public Search timeout(Duration limit) {
    Settings s = settings;
    Duration timeout = QueryGuard.checked(limit);
    return with(
        new Settings(
            s.filter, s.columns, s.limit, s.offset, s.metric, s.radius, s.effort, timeout));
  }

  @Override
  public List<Hit> hits() {
    QueryGuard guard = guard();
    Matches matches = matches();
    TableView view = reads.acquire();
    try {
      return hits(view, matches, guard);
    } finally {
      view.release();
    }
  }

  @Override
  public String explain() {
    Matches matches = matches();
    return reads.with(view -> search(matches, null, QueryGuard.none()).explain(view));
  }

  /** Returns whether the query was made by {@code others}, or by reads of the same table. */
  boolean isOf(Reads others) {
    return reads.areOfOneTable(others);
  }

  /** Guards a run that begins now, for the calling thread. */
  QueryGuard guard() {
    return reads.guard(settings.timeout);
  }

  /** Returns what rows must match, or {@code null} when there is no filter. */
  @Nullable Filter filter() {
    return settings.filter;
  }

  /**
   * Runs the query on one view.
   *
   * @param matches the rows that the query's filter selects
   * @param guard of this run
   */
  List<Hit> hits(TableView view, Matches matches, QueryGuard guard) {
    List<Found> found = reads.run(search(matches, null, guard), view);
    List<Hit> hits = new ArrayList<>();
    for (int i = settings.offset; i < found.size(); i++) {
      guard.checkAt(i);
      hits.add(hit(found.get(i)));
    }
    return hits;
  }

  private Hit hit(Found found) {
    return new Hit(
        RowReader.row(found.source().rows(), found.ordinal(), settings.columns),
        found.distance(),
        target.score(settings.metric, found.distance()));
  }

  /** Returns the rows that the query finds when one row is passed over. */
  List<Found> nearestTo(TableView view, RowPlace leftOut) {
    return reads.run(search(matches(), leftOut, guard()), view);
  }

  /** Returns the {@code count} nearest rows of a view, whatever limit and offset say. */
  List<Found> nearest(TableView view, Matches matches, int count) {
    return reads.run(target.search(wanted(matches, count, guard()), null), view);
  }

  /** Returns how the {@code count} nearest rows would be found. */
  String explain(TableView view, Matches matches, int count) {
    return target.search(wanted(matches, count, QueryGuard.none()), null).explain(view);
  }

  /** Returns the score of a row by its distance. */
  float score(float distance) {
    return target.score(settings.metric, distance);
  }

  /** Returns the selected columns of a row. */
  Row row(SourceView source, int ordinal) {
    return RowReader.row(source.rows(), ordinal, settings.columns);
  }

  /** Returns how many hits are passed over. */
  int offset() {
    return settings.offset;
  }

  /** Returns how many hits are wanted, those passed over included. */
  int hitCount() {
    return settings.withOffset(settings.limit == 0 ? DEFAULT_LIMIT : settings.limit);
  }

  /** Returns how many rows are looked for. */
  int k() {
    return settings.k();
  }

  private RowSearch search(Matches matches, @Nullable RowPlace leftOut, QueryGuard guard) {
    return target.search(wanted(matches, settings.k(), guard), leftOut);
  }

  private Wanted wanted(Matches matches, int count, QueryGuard guard) {
    Settings s = settings;
    return new Wanted(s.metric, s.radius, count, matches, s.effort, guard);
  }

  /** Returns the rows that the filter selects. */
  Matches matches() {
    return Matches.of(settings.filter, reads.schema());
  }

  private Search with(Effort effort) {
    Settings s = settings;
    return with(
        new Settings(
            s.filter, s.columns, s.limit, s.offset, s.metric, s.radius, effort, s.timeout));
  }

  private SearchQuery with(Settings changed) {
    return new SearchQuery(reads, target, changed);
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new InvalidRequest(complaint);
    }
  }
}
