package dev.pilum.engine.read;

import dev.pilum.RankedQuery;
import dev.pilum.RecallReport;
import dev.pilum.Row;
import dev.pilum.Scan;
import dev.pilum.Search;
import dev.pilum.SearchResult;
import dev.pilum.TableEvent;
import dev.pilum.TableEvent.QueryKind;
import dev.pilum.TextSearch;
import dev.pilum.engine.event.Kind;
import dev.pilum.engine.event.Span;
import dev.pilum.engine.event.TableEvents;
import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.keys.KeyIndex;
import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.row.KeyValues;
import dev.pilum.engine.table.Diagnosis;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.filter.Filter;
import dev.pilum.fts.TextQuery;
import dev.pilum.fts.index.TextColumn;
import dev.pilum.hnsw.WorkerTeam;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be asked of the views that a supplier hands out: the newest one each time for
 * a table, the same one for a snapshot.
 *
 * <p>Safe for use by many threads.
 */
public final class Reads {
  private final Schema schema;
  private final Supplier<TableView> views;
  private final KeyIndex index;
  private final SearchResources resources;
  private final TableEvents events;
  private final Projection all;

  /** What the last query named; most queries of a table name the same. */
  private volatile @Nullable Named named;

  /** The text columns, which are read out of the schema's words once. */
  private volatile @Nullable List<TextColumn> texts;

  /**
   * Reads what {@code views} hands out, each view with a reference that is given back after use.
   *
   * @param index asked first for the row of a key
   * @param resources what searches need
   * @param events told of queries
   */
  public Reads(
      Schema schema,
      Supplier<TableView> views,
      KeyIndex index,
      SearchResources resources,
      TableEvents events) {
    this.schema = schema;
    this.views = views;
    this.index = index;
    this.resources = resources;
    this.events = events;
    this.all = Projection.all(schema);
  }

  /**
   * Returns reads of other views of the same table, all with the columns {@code theirs}, that share
   * scratch memory with these.
   */
  public Reads of(Schema theirs, Supplier<TableView> otherViews) {
    return new Reads(theirs, otherViews, index, resources, events);
  }

  /** Returns the columns. */
  public Schema schema() {
    return schema;
  }

  /** Returns all columns, as a query returns them that was not told which. */
  Projection all() {
    return all;
  }

  /**
   * Returns what texts say, as {@link Projection#of(Schema, String...)}; of columns that were asked
   * for last, too, the same object.
   */
  Projection select(String... texts) {
    Named known = named;
    if (known == null || !Arrays.equals(known.columns, texts)) {
      String[] own = texts.clone();
      known = new Named(own, Projection.of(schema, own));
      if (known.projection.computed() == null) {
        named = known; // of two threads one wins: both are right
      }
    }
    return known.projection;
  }

  /** Columns and what returns them. */
  private record Named(String[] columns, Projection projection) {}

  /** Returns the version that would be read now. */
  public long version() {
    return with(TableView::version);
  }

  /** Returns how many rows are alive. */
  public long count() {
    return with(TableView::liveCount);
  }

  /** Returns how many live rows match. */
  public long count(Filter where) {
    FilterEvaluator filter = FilterEvaluator.of(where, schema);
    QueryGuard guard = guard(null);
    return with(view ->
        view.sources().stream()
            .mapToLong(source -> Selection.of(source, filter, guard).count())
            .sum());
  }

  /** Returns the live row with this key, or {@code null}. */
  public @Nullable Row get(Object key) {
    KeyReader reader = keyReader(key);
    TableView view = views.get();
    try {
      long place = KeyLookup.find(index, view, reader, 0);
      return place == KeyLookup.NONE
          ? null
          : all.row(view.sources().get(KeyLookup.source(place)), KeyLookup.ordinal(place));
    } catch (RuntimeException | AssertionError e) {
      Diagnosis.throwDamage(view, e);
      throw e;
    } finally {
      view.release();
    }
  }

  /** Returns whether there is a live row with this key. */
  public boolean exists(Object key) {
    KeyReader reader = keyReader(key);
    return with(view -> KeyLookup.find(index, view, reader, 0) != KeyLookup.NONE);
  }

  /**
   * Returns the live rows with these keys, in their order.
   *
   * @param columns to return, at least one
   */
  public List<Row> getAll(Collection<?> keys, String... columns) {
    KeyReader reader = KeyReader.of(KeyValues.all(KeyValues.field(schema), keys));
    Projection projection = select(columns);
    QueryGuard guard = guard(null);
    return with(view -> {
      List<Row> rows = new ArrayList<>(reader.length());
      for (int i = 0; i < reader.length(); i++) {
        guard.checkAt(i);
        long place = KeyLookup.find(index, view, reader, i);
        if (place != KeyLookup.NONE) {
          SourceView source = view.sources().get(KeyLookup.source(place));
          rows.add(projection.row(source, KeyLookup.ordinal(place)));
        }
      }
      return rows;
    });
  }

  /** Returns a query over all live rows. */
  public Scan scan() {
    return new ScanQuery(this);
  }

  /** Returns a query for the rows nearest to {@code vector}. */
  public Search search(String column, float[] vector) {
    return new SearchQuery(this, VectorTarget.of(schema, column, vector));
  }

  /** As the longer form, of a vector as its column stores it: int8, or packed bits. */
  public Search search(String column, byte[] vector) {
    return new SearchQuery(this, VectorTarget.of(schema, column, vector));
  }

  /** Returns a query for the rows whose text matches {@code query} best. */
  public TextSearch searchText(TextQuery query) {
    return new TextSearchQuery(this, textTarget(query));
  }

  /** Checks the columns of a text query and fills in all where none is named. */
  TextTarget textTarget(TextQuery query) {
    List<TextColumn> known = texts;
    if (known == null) {
      known = List.copyOf(TextColumns.of(schema));
      texts = known; // two threads may make one each: both are right
    }
    return TextTarget.of(schema, known, query);
  }

  /** Returns a query for the rows nearest to several vectors together. */
  public Search search(String column, float[][] vectors) {
    return new SearchQuery(this, MultivectorTarget.of(schema, column, vectors));
  }

  /** Runs many searches of these reads, or of other reads of the table, on one view. */
  public <H> List<SearchResult<H>> searchAll(List<? extends RankedQuery<? extends H>> searches) {
    SearchBatch<H> batch = SearchBatch.of(this, searches);
    return answer(QueryKind.BATCH, view -> batch.run(view, new WorkerTeam(resources.threads())));
  }

  /** Measures the recall of searches of a column on a sample of its rows. */
  public RecallReport measureRecall(
      String column, int sample, long seed, UnaryOperator<Search> how) {
    if (sample < 1) {
      throw new InvalidRequest("a sample has at least 1 row, got " + sample);
    }
    return with(view ->
        new RecallTrial(this, view, column, how)
            .run(sample, seed, new WorkerTeam(resources.threads())));
  }

  /** Returns whether {@code others} reads views of the same open table. */
  boolean areOfOneTable(Reads others) {
    return resources == others.resources;
  }

  /** Runs {@code work} on a view and gives the view back. */
  <T> T with(Function<TableView, T> work) {
    TableView view = ask();
    try {
      return work.apply(view);
    } catch (RuntimeException | AssertionError e) {
      Diagnosis.throwDamage(view, e);
      throw e;
    } finally {
      answered(view);
    }
  }

  /** As {@link #with}, for the answer to a query, of which those hear who listen. */
  <T> T answer(QueryKind kind, Function<TableView, T> work) {
    Span span = begin();
    T answer = with(work);
    end(span, kind);
    return answer;
  }

  /** Says that a query begins. */
  Span begin() {
    return events.begin(Kind.QUERY);
  }

  /** Says that it has been answered. */
  void end(Span span, QueryKind kind) {
    if (span.isHeard()) {
      events.end(span, (table, nanos) -> new TableEvent.Query(table, nanos, kind));
    }
  }

  /**
   * Returns what throws {@link dev.pilum.storage.error.Cancelled} once the thread that calls this
   * is interrupted, whoever runs it.
   */
  public Runnable interrupts() {
    return guard(null)::check;
  }

  /** Guards a run of a query for the calling thread, for {@code timeout} or for ever. */
  QueryGuard guard(@Nullable Duration timeout) {
    return resources.guard(timeout);
  }

  /** Returns a watch for a query that is analysed. */
  Stopwatch stopwatch() {
    return resources.stopwatch();
  }

  /** Runs a search of a view, of these reads or of others of their table. */
  List<Found> run(PlannedSearch planned) {
    return resources.run(planned, views);
  }

  /** Returns a search of text, whose analyzers are made when first needed. */
  TextLeg textLeg(TextTarget target) {
    return new TextLeg(target, resources.text(schema));
  }

  /**
   * Returns a view for a query whose caller waits for the answer, so that background work lets it
   * go first; to be given back by {@link #answered}.
   */
  TableView ask() {
    TableView view = views.get();
    resources.asked();
    return view;
  }

  /** Gives back what {@link #ask} returned. */
  void answered(TableView view) {
    resources.answered();
    view.release();
  }

  /** Returns a view with a reference that the caller gives back, however late. */
  TableView acquire() {
    return views.get();
  }

  private KeyReader keyReader(Object key) {
    Column column = KeyValues.one(KeyValues.field(schema), key);
    return KeyReader.of(column);
  }
}
