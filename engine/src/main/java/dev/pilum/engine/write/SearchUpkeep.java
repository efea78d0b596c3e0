package dev.pilum.engine.write;

import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.PilumException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

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

  /**
   * So many rows, and commits since the helpers were asked, wait only where these have something
   * long to do, a flush above all. Then whoever writes gets rows ready, some 15 us for each: else
   * searches would compare the vectors of all of them.
   */
  private static final int ROWS_WITHOUT_HELP = 128;

  private static final int COMMITS_WITHOUT_HELP = 16;

  /** A commit waits for no more rows than these, some 15 ms. */
  private static final int MOST_WITHOUT_HELP = 1_024;

  private final Env env;
  private final ViewHolder views;
  private final AtomicBoolean requested = new AtomicBoolean();
  private final AtomicInteger commitsSince = new AtomicInteger();
  private final AtomicBoolean writerHelps = new AtomicBoolean();

  SearchUpkeep(Env env, ViewHolder views) {
    this.env = env;
    this.views = views;
  }

  /**
   * Has new rows made ready if there are enough: by the helpers, or on this thread where these do
   * not come to it.
   */
  void afterCommit() {
    try {
      int waiting = memtable(views.newest()).unreadyRows();
      if (waiting < ROWS_PER_TASK) {
        return;
      }
      if (requested.compareAndSet(false, true)) {
        commitsSince.set(0);
        // The helpers, for a search may come any moment, and a graph build takes long.
        env.helpers().execute(this::run);
      } else if (commitsSince.incrementAndGet() >= COMMITS_WITHOUT_HELP
          && waiting >= ROWS_WITHOUT_HELP) {
        help();
      }
    } catch (Closed e) {
      UpkeepLog.LOG.debug("new rows are not made ready, the table or its environment is closed");
    }
  }

  private void help() {
    if (writerHelps.compareAndSet(false, true)) {
      try {
        getReady(MOST_WITHOUT_HELP);
      } finally {
        writerHelps.set(false);
      }
    }
  }

  private void run() {
    requested.set(false);
    getReady(Integer.MAX_VALUE);
  }

  private void getReady(int most) {
    try {
      TableView view = views.acquire();
      try {
        memtable(view).getReady(most);
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
