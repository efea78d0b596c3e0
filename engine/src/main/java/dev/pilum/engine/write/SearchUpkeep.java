package dev.pilum.engine.write;

import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.PilumException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Gets new rows ready for searches soon after their commit: indexes their text and codes their
 * vectors, so that the next search finds nearly nothing to do. Only where somebody has searched
 * since the table was opened; those who never do never pay.
 *
 * <p>Safe for use by many threads.
 */
final class SearchUpkeep {
  /** A search deals with fewer itself: waking a thread for each row would cost writers more. */
  private static final int ROWS_PER_TASK = 16;

  private final Env env;
  private final ViewHolder views;
  private final AtomicBoolean requested = new AtomicBoolean();

  SearchUpkeep(Env env, ViewHolder views) {
    this.env = env;
    this.views = views;
  }

  /** Has new rows made ready if there are enough; never waits. */
  void afterCommit() {
    try {
      if (memtable(views.newest()).unreadyRows() >= ROWS_PER_TASK
          && requested.compareAndSet(false, true)) {
        // The helpers, for a search may come any moment, and a graph build takes long.
        env.helpers().execute(this::run);
      }
    } catch (Closed e) {
      UpkeepLog.LOG.debug("new rows are not made ready, the table or its environment is closed");
    }
  }

  private void run() {
    requested.set(false);
    try {
      TableView view = views.acquire();
      try {
        memtable(view).getReady();
      } finally {
        view.release();
      }
    } catch (Closed e) {
      UpkeepLog.LOG.debug("new rows are not made ready, the table is closed");
    } catch (PilumException e) {
      UpkeepLog.LOG.warn("new rows are not made ready, searches will try: {}", e.getMessage());
    }
  }

  private static SourceView memtable(TableView view) {
    return view.sources().getLast();
  }
}
