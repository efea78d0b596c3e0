package dev.pilum.engine.db;

import dev.pilum.Alteration;
import dev.pilum.Batch;
import dev.pilum.BatchBuilder;
import dev.pilum.ChangeFeed;
import dev.pilum.ChangeMode;
import dev.pilum.ChangePosition;
import dev.pilum.ChangeReader;
import dev.pilum.ColumnIndex;
import dev.pilum.ColumnStats;
import dev.pilum.FeedStatus;
import dev.pilum.Merge;
import dev.pilum.RecallReport;
import dev.pilum.Search;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.TableStats;
import dev.pilum.VerifyReport;
import dev.pilum.Version;
import dev.pilum.VersionDiff;
import dev.pilum.Write;
import dev.pilum.WriteResult;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.merge.MergeSource;
import dev.pilum.engine.read.Reads;
import dev.pilum.engine.read.SearchResources;
import dev.pilum.engine.record.RecordRows;
import dev.pilum.engine.row.BatchCheck;
import dev.pilum.engine.row.KeyValues;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.engine.write.Change;
import dev.pilum.engine.write.TableStore;
import dev.pilum.filter.Filter;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A table of a {@link LocalDatabase}: translates calls into changes and reads. */
final class LocalTable extends LocalReader implements Table {
  private final String name;
  private final TableStore store;
  private final Embedder embedder;
  private volatile Reads reads;

  LocalTable(String name, TableStore store, SearchResources resources, Embedder embedder) {
    super(embedder);
    this.name = name;
    this.store = store;
    this.embedder = embedder;
    Schema schema = store.schema();
    this.reads =
        new Reads(
            schema,
            () -> UnderSchema.acquire(store, schema),
            store.index(),
            resources,
            store.events());
  }

  /** Returns reads of the newest columns. */
  @Override
  Reads reads() {
    Reads known = reads;
    Schema now = store.schema();
    if (known.schema() != now) {
      known = known.of(now, () -> UnderSchema.acquire(store, now));
      reads = known; // two threads may make one each: both are right
    }
    return known;
  }

  /** Makes a change for the columns that there are; again, when they are changed meanwhile. */
  private WriteResult commit(Function<Schema, Change> change) {
    return UnderSchema.write(
        store, schema -> UnderSchema.commit(store, schema, change.apply(schema)));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long id() {
    return store.tableId();
  }

  @Override
  public Schema schema() {
    return store.schema();
  }

  @Override
  public WriteResult add(List<? extends Map<String, ?>> rows) {
    return commit(schema -> new Change.Add(embedder.fill(RowWriter.batch(schema, rows))));
  }

  @Override
  public WriteResult add(Batch rows) {
    return commit(
        schema -> new Change.Add(embedder.fill(BatchCheck.conform(schema, rows.columns()))));
  }

  @Override
  public WriteResult upsert(List<? extends Map<String, ?>> rows) {
    KeyValues.field(schema());
    return commit(schema -> new Change.Upsert(embedder.fill(RowWriter.batch(schema, rows))));
  }

  @Override
  public WriteResult upsert(Batch rows) {
    KeyValues.field(schema());
    return commit(
        schema -> new Change.Upsert(embedder.fill(BatchCheck.conform(schema, rows.columns()))));
  }

  @Override
  public Write write() {
    return new PlannedWrite(store, embedder);
  }

  @Override
  public WriteResult addRecords(List<? extends Record> rows) {
    return add(RecordRows.toRows(rows));
  }

  @Override
  public WriteResult upsertRecords(List<? extends Record> rows) {
    return upsert(RecordRows.toRows(rows));
  }

  @Override
  public WriteResult update(Object key, Map<String, ?> values) {
    return UnderSchema.write(store, schema -> Updates.ofKey(store, schema, embedder, key, values));
  }

  @Override
  public WriteResult updateWhere(Filter where, Map<String, ?> values) {
    Runnable check = reads().interrupts();
    return UnderSchema.write(
        store, schema -> Updates.where(store, schema, embedder, where, values, check));
  }

  @Override
  public WriteResult deleteAll(Collection<?> keys) {
    return commit(schema -> new Change.Remove(KeyValues.all(KeyValues.field(schema), keys)));
  }

  @Override
  public WriteResult deleteWhere(Filter where) {
    return commit(schema -> Updates.delete(schema, where, reads().interrupts()));
  }

  @Override
  public Merge merge(List<? extends Map<String, ?>> rows) {
    Schema schema = store.schema();
    return merge(schema, MergeSource.of(schema, rows));
  }

  @Override
  public Merge merge(Batch rows) {
    Schema schema = store.schema();
    return merge(schema, MergeSource.of(schema, rows.columns()));
  }

  private Merge merge(Schema schema, MergeSource source) {
    return new LocalMerge(store, source.withVectorColumns(schema), schema, embedder, reads());
  }

  @Override
  public RecallReport measureRecall(
      String column, int sample, long seed, UnaryOperator<Search> how) {
    return reads().measureRecall(column, sample, seed, how);
  }

  @Override
  public Snapshot snapshot() {
    return new LocalSnapshot(name, store.acquire(), reads(), embedder);
  }

  @Override
  public List<Version> versions() {
    return Versions.list(store);
  }

  @Override
  public Snapshot checkout(long version) {
    return new LocalSnapshot(name, Versions.checkout(store, version), reads(), embedder);
  }

  @Override
  public Snapshot checkout(String tag) {
    return checkout(Versions.tagged(store, tag));
  }

  @Override
  public Snapshot checkout(Instant time) {
    return checkout(Versions.at(store, time));
  }

  @Override
  public WriteResult restore(long version) {
    return UnderSchema.write(store, schema -> Restoring.restore(store, schema, version));
  }

  @Override
  public VersionDiff diff(long from, long to) {
    return VersionDiffs.diff(store, from, to);
  }

  @Override
  public long tag(String tag) {
    return Versions.tag(store, tag, -1);
  }

  @Override
  public void tag(String tag, long version) {
    if (version < 0) {
      throw new InvalidRequest("versions count from 0, got " + version);
    }
    Versions.tag(store, tag, version);
  }

  @Override
  public void deleteTag(String tag) {
    Versions.deleteTag(store, tag);
  }

  @Override
  public SortedMap<String, Long> tags() {
    return Versions.tags(store);
  }

  @Override
  public Retention retention() {
    return store.history().retention();
  }

  @Override
  public void setRetention(Retention retention) {
    Versions.keep(store, retention);
  }

  @Override
  public ChangeReader changes(ChangePosition after, ChangeMode mode) {
    return Feeds.changes(store, after, mode, this::throwIfInterrupted);
  }

  private void throwIfInterrupted() {
    reads().interrupts().run();
  }

  @Override
  public ChangeFeed createFeed(String feed) {
    Feeds.create(store, feed, -1, Retention.ALL);
    return feed(feed);
  }

  @Override
  public ChangeFeed createFeed(String feed, long afterVersion, Retention limit) {
    Feeds.create(store, feed, ChangePosition.after(afterVersion).version(), limit);
    return feed(feed);
  }

  @Override
  public ChangeFeed feed(String feed, ChangeMode mode) {
    return new LocalChangeFeed(store, feed, mode, this::throwIfInterrupted);
  }

  @Override
  public List<FeedStatus> feeds() {
    return Feeds.list(store);
  }

  @Override
  public void dropFeed(String feed) {
    Feeds.drop(store, feed);
  }

  @Override
  public BatchBuilder newBatch() {
    return new BatchBuilder(schema());
  }

  @Override
  public void flush() {
    store.upkeep().flush();
  }

  @Override
  public void optimize() {
    store.upkeep().optimize();
  }

  @Override
  public void awaitUpkeep() {
    store.upkeep().runDue();
  }

  @Override
  public Alteration alter() {
    return new LocalAlteration(store);
  }

  @Override
  public void createIndex(String column, ScalarIndex kind) {
    ScalarIndexes.create(store, column, kind);
  }

  @Override
  public void dropIndex(String column, ScalarIndex kind) {
    ScalarIndexes.drop(store, column, kind);
  }

  @Override
  public List<ColumnIndex> indexes() {
    return ScalarIndexes.of(store);
  }

  @Override
  public TableStats stats() {
    return TableFigures.of(store);
  }

  @Override
  public List<ColumnStats> columnStats() {
    return ColumnFigures.of(store, reads());
  }

  @Override
  public VerifyReport verify() {
    return TableVerifier.verify(store);
  }

  /** Returns its rows on disk and in memory. */
  TableStore store() {
    return store;
  }

  void close() {
    store.close();
  }

  /** Returns whether it was closed and nothing that was written to it had failed before. */
  boolean hasEndedWell() {
    return store.hasEndedWell();
  }

  /** Closes the table without a thought to how it would be opened again. */
  void discard() {
    store.discard();
  }
}
