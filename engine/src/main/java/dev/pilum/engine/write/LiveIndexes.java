package dev.pilum.engine.write;

import dev.pilum.DatabaseOptions;
import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.Vectors;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.hnsw.CodedRows;
import dev.pilum.hnsw.VectorIndex;
import dev.pilum.hnsw.VectorIndexProvider;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Has the vectors of new rows found by an index once that is worth it: makes one over the memtable
 * when it has as many rows as a segment needs for a graph, and extends it as rows come. What it
 * does not know yet is searched exactly.
 *
 * <p>Safe for use by many threads.
 */
final class LiveIndexes {
  /**
   * An index is extended once the rows that it does not know are one in so many of those that it
   * does: carrying a node over costs a tenth of inserting it.
   */
  private static final int GROWTH = 4;

  /** An index and the one made of it may take this part of the heap together. */
  private static final int HEAP_SHARE = 8;

  private final Env env;
  private final int minimumRows;
  private final long mostRows;
  private final ViewHolder views;
  private final GraphBuilds builds;
  private final VectorIndexProvider provider;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicBoolean requested = new AtomicBoolean();
  private volatile boolean cancelled;

  LiveIndexes(Env env, DatabaseOptions options, ViewHolder views, GraphBuilds builds) {
    this.env = env;
    this.minimumRows = options.graphMinimumRows();
    this.mostRows = mostRows(options.index().m());
    this.views = views;
    this.builds = builds;
    this.provider = VectorIndexProvider.named(options.index().liveIndex());
  }

  /**
   * An index that is due.
   *
   * @param rows of the memtable
   * @param former what there is, or {@code null}
   */
  private record Due(
      Memtable memtable,
      SourceView rows,
      Field field,
      Column vectors,
      @Nullable VectorIndex former) {}

  /**
   * Rows beyond are searched exactly; a node has up to {@code 2 * m} links, some on more levels.
   */
  private static long mostRows(int m) {
    long bytesPerRow = 2L * (Integer.BYTES * (2L * m + 4));
    return Runtime.getRuntime().maxMemory() / HEAP_SHARE / bytesPerRow;
  }

  /** Has what is due made in the background; never waits, never fails. */
  void request() {
    try {
      if (!cancelled && firstDue(newest()) != null && requested.compareAndSet(false, true)) {
        env.background().execute(this::runInBackground);
      }
    } catch (Closed e) {
      UpkeepLog.LOG.debug("no index of new rows, the table or its environment is closed");
    }
  }

  /** Makes all indexes that are due, after what is under way; gives up when cancelled. */
  void extendAll() {
    lock.lock();
    try {
      while (!cancelled && extendNext()) {
        UpkeepLog.LOG.debug("extended an index of new rows");
      }
    } catch (CancellationException e) {
      UpkeepLog.LOG.debug("gave up an index of new rows");
    } finally {
      lock.unlock();
    }
  }

  /** Gives up what is under way, and returns when that has ended. */
  void cancel() {
    cancelled = true;
    lock.lock();
    try {
      assert cancelled : "nobody starts again";
    } finally {
      lock.unlock();
    }
  }

  private void runInBackground() {
    requested.set(false);
    try {
      extendAll();
    } catch (Closed e) {
      UpkeepLog.LOG.debug("no index of new rows, the table is closed");
    } catch (RuntimeException e) { // whatever a library throws, rows are found without it
      UpkeepLog.LOG.warn("new rows are searched exactly, their index failed", e);
      cancelled = true;
    }
  }

  private boolean extendNext() {
    TableView view = views.acquire();
    try {
      Due due = firstDue(view.sources().getLast());
      if (due == null) {
        return false;
      }
      due.memtable().attach(due.field().id(), extended(due));
      return true;
    } finally {
      view.release();
    }
  }

  private VectorIndex extended(Due due) {
    return provider.extend(
        due.former(),
        Vectors.block(due.vectors()),
        due.field().metric(),
        builds.liveParameters(),
        Vectors.present(due.vectors()),
        builds.fewThreads(),
        (done, total) -> !cancelled && newest().source() == due.memtable());
  }

  /** Returns the memtable that takes new rows. */
  private SourceView newest() {
    return views.newest().sources().getLast();
  }

  /** Returns how many unknown rows make an index due: where they are coded, comparing is cheap. */
  private int least(Memtable memtable, Field field) {
    DataType.Vector type = field.type().vectors();
    return type == null || memtable.codedRows(field.id()) == null
        ? minimumRows
        : Math.max(minimumRows, CodedRows.mostCompared(type.dimension()));
  }

  private @Nullable Due firstDue(SourceView rows) {
    int count = rows.rowCount();
    if (count < minimumRows || count > mostRows || !(rows.source() instanceof Memtable memtable)) {
      return null;
    }
    List<Field> fields = rows.rows().fields();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      if (field.type() instanceof DataType.Vector) {
        VectorIndex former = memtable.vectorIndex(field.id());
        int known = former == null ? 0 : former.rowCount();
        if (count - known >= Math.max(least(memtable, field), known / GROWTH)) {
          return new Due(memtable, rows, field, rows.rows().column(i), former);
        }
      }
    }
    return null;
  }
}
