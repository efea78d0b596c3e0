package dev.pilum.engine.db;

import dev.pilum.RankedQuery;
import dev.pilum.Row;
import dev.pilum.Scan;
import dev.pilum.Search;
import dev.pilum.SearchResult;
import dev.pilum.Snapshot;
import dev.pilum.TextSearch;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.read.Reads;
import dev.pilum.engine.table.TableView;
import dev.pilum.filter.Filter;
import dev.pilum.fts.TextQuery;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.schema.Schema;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One view of a {@link LocalTable}, held until closed. */
final class LocalSnapshot implements Snapshot {
  private final String table;
  private final TableView view;
  private final Reads reads;
  private final Embedder embedder;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over the caller's reference to {@code view}. */
  LocalSnapshot(String table, TableView view, Reads tableReads, Embedder embedder) {
    this.table = table;
    this.view = view;
    this.embedder = embedder;
    this.reads = tableReads.of(view.schema(), this::retained);
  }

  @Override
  public Schema schema() {
    return view.schema();
  }

  @Override
  public long version() {
    return reads.version();
  }

  @Override
  public long count() {
    return reads.count();
  }

  @Override
  public long count(Filter where) {
    return reads.count(where);
  }

  @Override
  public @Nullable Row get(Object key) {
    return reads.get(key);
  }

  @Override
  public List<Row> getAll(Collection<?> keys, String... columns) {
    return reads.getAll(keys, columns);
  }

  @Override
  public boolean exists(Object key) {
    return reads.exists(key);
  }

  @Override
  public Scan scan() {
    return reads.scan();
  }

  @Override
  public Search search(String column, float[] vector) {
    return reads.search(column, vector);
  }

  @Override
  public Search search(String column, float[][] vectors) {
    return reads.search(column, vectors);
  }

  @Override
  public Search search(String column, byte[] vector) {
    return reads.search(column, vector);
  }

  @Override
  public Search search(String column, String text) {
    return reads.search(column, embedder.query(view.schema(), column, text));
  }

  @Override
  public TextSearch searchText(TextQuery query) {
    return reads.searchText(query);
  }

  @Override
  public <H> List<SearchResult<H>> searchAll(List<? extends RankedQuery<? extends H>> searches) {
    return reads.searchAll(searches);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      view.release();
    }
  }

  private TableView retained() {
    if (closed.get() || !view.tryRetain()) {
      throw new Closed("the snapshot of table '" + table + "' is closed; take another");
    }
    return view;
  }
}
