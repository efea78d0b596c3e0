package dev.pilum.testkit.backend;

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
import dev.pilum.RankedQuery;
import dev.pilum.RecallReport;
import dev.pilum.Row;
import dev.pilum.Scan;
import dev.pilum.Search;
import dev.pilum.SearchResult;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.TableStats;
import dev.pilum.TextSearch;
import dev.pilum.VerifyReport;
import dev.pilum.Version;
import dev.pilum.VersionDiff;
import dev.pilum.Write;
import dev.pilum.WriteResult;
import dev.pilum.filter.Filter;
import dev.pilum.fts.TextQuery;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A table whose calls fail now and then. Searches and scans fail when they are asked for, not when
 * their hits are: what an application catches around the whole of it is the same.
 */
record FaultyTable(Table inner, CallFaults faults) implements Table {
  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public long id() {
    return inner.id();
  }

  @Override
  public Schema schema() {
    return inner.schema();
  }

  @Override
  public WriteResult add(List<? extends Map<String, ?>> rows) {
    return write("add", () -> inner.add(rows));
  }

  @Override
  public WriteResult add(Batch rows) {
    return write("add", () -> inner.add(rows));
  }

  @Override
  public WriteResult upsert(List<? extends Map<String, ?>> rows) {
    return write("upsert", () -> inner.upsert(rows));
  }

  @Override
  public WriteResult upsert(Batch rows) {
    return write("upsert", () -> inner.upsert(rows));
  }

  @Override
  public WriteResult addRecords(List<? extends Record> rows) {
    return write("add", () -> inner.addRecords(rows));
  }

  @Override
  public WriteResult upsertRecords(List<? extends Record> rows) {
    return write("upsert", () -> inner.upsertRecords(rows));
  }

  @Override
  public Write write() {
    return new FaultyWrite(inner.write(), name(), faults);
  }

  @Override
  public WriteResult update(Object key, Map<String, ?> values) {
    return write("update", () -> inner.update(key, values));
  }

  @Override
  public WriteResult updateWhere(Filter where, Map<String, ?> values) {
    return write("update", () -> inner.updateWhere(where, values));
  }

  @Override
  public WriteResult deleteAll(Collection<?> keys) {
    return write("delete", () -> inner.deleteAll(keys));
  }

  @Override
  public WriteResult deleteWhere(Filter where) {
    return write("delete", () -> inner.deleteWhere(where));
  }

  @Override
  public Merge merge(List<? extends Map<String, ?>> rows) {
    return new FaultyMerge(inner.merge(rows), faults, name());
  }

  @Override
  public Merge merge(Batch rows) {
    return new FaultyMerge(inner.merge(rows), faults, name());
  }

  @Override
  public long version() {
    return read("version", inner::version);
  }

  @Override
  public long count() {
    return read("count", inner::count);
  }

  @Override
  public long count(Filter where) {
    return read("count", () -> inner.count(where));
  }

  @Override
  public @Nullable Row get(Object key) {
    List<Row> found = read("get", () -> listOf(inner.get(key)));
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public List<Row> getAll(Collection<?> keys, String... columns) {
    return read("getAll", () -> inner.getAll(keys, columns));
  }

  @Override
  public boolean exists(Object key) {
    return read("exists", () -> inner.exists(key));
  }

  @Override
  public Scan scan() {
    return read("scan", inner::scan);
  }

  @Override
  public Search search(String column, float[] vector) {
    return search("search", () -> inner.search(column, vector));
  }

  @Override
  public Search search(String column, float[][] vectors) {
    return search("search", () -> inner.search(column, vectors));
  }

  @Override
  public Search search(String column, byte[] vector) {
    return search("search", () -> inner.search(column, vector));
  }

  @Override
  public Search search(String column, String text) {
    return search("search", () -> inner.search(column, text));
  }

  @Override
  public TextSearch searchText(TextQuery query) {
    return search("searchText", () -> inner.searchText(query));
  }

  @Override
  public <H> List<SearchResult<H>> searchAll(List<? extends RankedQuery<? extends H>> searches) {
    return search("searchAll", () -> inner.searchAll(searches));
  }

  @Override
  public RecallReport measureRecall(
      String column, int sample, long seed, UnaryOperator<Search> how) {
    return inner.measureRecall(column, sample, seed, how);
  }

  @Override
  public Snapshot snapshot() {
    return read("snapshot", inner::snapshot);
  }

  @Override
  public List<Version> versions() {
    return inner.versions();
  }

  @Override
  public Snapshot checkout(long version) {
    return inner.checkout(version);
  }

  @Override
  public Snapshot checkout(String tag) {
    return inner.checkout(tag);
  }

  @Override
  public Snapshot checkout(Instant time) {
    return inner.checkout(time);
  }

  @Override
  public WriteResult restore(long version) {
    return write("restore", () -> inner.restore(version));
  }

  @Override
  public VersionDiff diff(long from, long to) {
    return inner.diff(from, to);
  }

  @Override
  public long tag(String tag) {
    return inner.tag(tag);
  }

  @Override
  public void tag(String tag, long version) {
    inner.tag(tag, version);
  }

  @Override
  public void deleteTag(String tag) {
    inner.deleteTag(tag);
  }

  @Override
  public SortedMap<String, Long> tags() {
    return inner.tags();
  }

  @Override
  public Retention retention() {
    return inner.retention();
  }

  @Override
  public void setRetention(Retention retention) {
    inner.setRetention(retention);
  }

  @Override
  public ChangeReader changes(ChangePosition after, ChangeMode mode) {
    return read("changes", () -> inner.changes(after, mode));
  }

  @Override
  public ChangeFeed createFeed(String feed) {
    return inner.createFeed(feed);
  }

  @Override
  public ChangeFeed createFeed(String feed, long afterVersion, Retention limit) {
    return inner.createFeed(feed, afterVersion, limit);
  }

  @Override
  public ChangeFeed feed(String feed, ChangeMode mode) {
    return inner.feed(feed, mode);
  }

  @Override
  public List<FeedStatus> feeds() {
    return inner.feeds();
  }

  @Override
  public void dropFeed(String feed) {
    inner.dropFeed(feed);
  }

  @Override
  public BatchBuilder newBatch() {
    return inner.newBatch();
  }

  @Override
  public void flush() {
    inner.flush();
  }

  @Override
  public void optimize() {
    inner.optimize();
  }

  @Override
  public void awaitUpkeep() {
    inner.awaitUpkeep();
  }

  @Override
  public Alteration alter() {
    return inner.alter();
  }

  @Override
  public void createIndex(String column, ScalarIndex kind) {
    inner.createIndex(column, kind);
  }

  @Override
  public void dropIndex(String column, ScalarIndex kind) {
    inner.dropIndex(column, kind);
  }

  @Override
  public List<ColumnIndex> indexes() {
    return inner.indexes();
  }

  @Override
  public TableStats stats() {
    return inner.stats();
  }

  @Override
  public List<ColumnStats> columnStats() {
    return inner.columnStats();
  }

  @Override
  public VerifyReport verify() {
    return inner.verify();
  }

  private static List<Row> listOf(@Nullable Row row) {
    return row == null ? List.of() : List.of(row);
  }

  private WriteResult write(String call, Supplier<WriteResult> work) {
    return faults.write(call + " in " + name(), work);
  }

  private <T> T read(String call, Supplier<T> work) {
    return faults.read(call + " in " + name(), work);
  }

  private <T> T search(String call, Supplier<T> work) {
    return faults.search(call + " in " + name(), work);
  }
}
