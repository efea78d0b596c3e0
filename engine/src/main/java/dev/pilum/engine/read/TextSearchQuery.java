package dev.pilum.engine.read;

import dev.pilum.Plan;
import dev.pilum.Row;
import dev.pilum.Selected;
import dev.pilum.TableEvent.QueryKind;
import dev.pilum.TextHit;
import dev.pilum.TextSearch;
import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.fts.Highlights;
import dev.pilum.fts.index.ScoredOrdinal;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A text search under construction. Immutable. */
final class TextSearchQuery implements TextSearch, ViewQuery<TextHit> {
  private static final int DEFAULT_LIMIT = 10;

  private final Reads reads;
  private final TextTarget target;
  private final Settings settings;

  /** What may be set. */
  private record Settings(
      @Nullable Filter filter,
      Projection columns,
      int limit,
      int offset,
      @Nullable Duration timeout) {
    int k() {
      return (int) Math.min(Integer.MAX_VALUE, (long) limit + offset);
    }
  }

  /** Starts with the ten best of all rows. */
  TextSearchQuery(Reads reads, TextTarget target) {
    this(reads, target, new Settings(null, reads.all(), DEFAULT_LIMIT, 0, null));
  }

  private TextSearchQuery(Reads reads, TextTarget target, Settings settings) {
    this.reads = reads;
    this.target = target;
    this.settings = settings;
  }

  @Override
  public TextSearch where(Filter more) {
    Settings s = settings;
    Filter both = Where.both(s.filter, more);
    return with(new Settings(both, s.columns, s.limit, s.offset, s.timeout));
  }

  @Override
  public TextSearch where(String condition, @Nullable Object... values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public TextSearch where(String condition, Map<String, ? extends @Nullable Object> values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public TextSearch select(String... names) {
    Settings s = settings;
    return with(new Settings(s.filter, reads.select(names), s.limit, s.offset, s.timeout));
  }

  @Override
  public TextSearch select(List<Selected> values) {
    Settings s = settings;
    return with(
        new Settings(
            s.filter, Projection.of(reads.schema(), values), s.limit, s.offset, s.timeout));
  }

  @Override
  public TextSearch limit(int hits) {
    require(hits >= 1, "limit must be positive, got " + hits);
    Settings s = settings;
    return with(new Settings(s.filter, s.columns, hits, s.offset, s.timeout));
  }

  @Override
  public TextSearch offset(int hits) {
    require(hits >= 0, "offset must not be negative, got " + hits);
    Settings s = settings;
    return with(new Settings(s.filter, s.columns, s.limit, hits, s.timeout));
  }

  @Override
  public TextSearch timeout(Duration limit) {
    Settings s = settings;
    Duration timeout = QueryGuard.checked(limit);
    return with(new Settings(s.filter, s.columns, s.limit, s.offset, timeout));
  }

  @Override
  public List<TextHit> hits() {
    QueryGuard guard = guard();
    Matches matches = matches();
    return reads.answer(QueryKind.TEXT, view -> hits(view, matches, guard));
  }

  @Override
  public List<TextHit> hits(TableView view, Matches matches, QueryGuard guard) {
    return hits(view, search().plan(view, matches, settings.k(), guard, Stopwatch.OFF), guard);
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
  public @Nullable Filter filter() {
    return settings.filter;
  }

  @Override
  public Highlights highlights(Row row, String column) {
    TextTarget.check(reads.schema(), column);
    String text = row.text(column);
    return text == null ? new Highlights("", List.of()) : search().highlights(column, text);
  }

  @Override
  public Plan explain() {
    QueryGuard guard = guard();
    Matches matches = matches();
    return reads.with(view ->
        search()
            .plan(view, matches, settings.k(), guard, Stopwatch.OFF)
            .plan(settings.offset, null));
  }

  @Override
  public Plan explainAnalyze() {
    QueryGuard guard = guard();
    Stopwatch watch = reads.stopwatch();
    long start = watch.nanos();
    Matches matches = matches();
    return reads.with(view -> {
      PlannedText planned = search().plan(view, matches, settings.k(), guard, watch);
      int count = hits(view, planned, guard).size();
      return planned.plan(settings.offset, watch.since(start, count));
    });
  }

  private List<TextHit> hits(TableView view, PlannedText planned, QueryGuard guard) {
    List<ScoredOrdinal> found = planned.run();
    List<TextHit> hits = new ArrayList<>();
    for (int i = settings.offset; i < found.size(); i++) {
      guard.checkAt(i);
      ScoredOrdinal hit = found.get(i);
      SourceView source = view.sources().get(hit.part());
      hits.add(new TextHit(settings.columns.row(source, hit.ordinal()), hit.score()));
    }
    return hits;
  }

  @Override
  public QueryGuard guard() {
    return reads.guard(settings.timeout);
  }

  private Matches matches() {
    return Matches.of(settings.filter, reads.schema());
  }

  @Override
  public TextSearchQuery first(int hits) {
    Settings s = settings;
    return new TextSearchQuery(
        reads, target, new Settings(s.filter, s.columns, hits, 0, s.timeout));
  }

  @Override
  public int offset() {
    return settings.offset;
  }

  @Override
  public int hitCount() {
    return settings.k();
  }

  @Override
  public TextHit rescored(TextHit hit, float score) {
    return new TextHit(hit.row(), score);
  }

  private TextLeg search() {
    return reads.textLeg(target);
  }

  private TextSearch with(Settings changed) {
    return new TextSearchQuery(reads, target, changed);
  }

  private static void require(boolean holds, String complaint) {
    if (!holds) {
      throw new InvalidRequest(complaint);
    }
  }
}
