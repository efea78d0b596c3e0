package dev.pilum.engine.db;

import dev.pilum.Snapshot;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.read.Reads;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.schema.Schema;
import java.util.concurrent.atomic.AtomicBoolean;

/** One view of a {@link LocalTable}, held until closed. */
final class LocalSnapshot extends LocalReader implements Snapshot {
  private final String table;
  private final TableView view;
  private final Reads reads;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over the caller's reference to {@code view}. */
  LocalSnapshot(String table, TableView view, Reads tableReads, Embedder embedder) {
    super(embedder);
    this.table = table;
    this.view = view;
    this.reads = tableReads.of(view.schema(), this::retained);
  }

  @Override
  public Schema schema() {
    return view.schema();
  }

  @Override
  Reads reads() {
    return reads;
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
