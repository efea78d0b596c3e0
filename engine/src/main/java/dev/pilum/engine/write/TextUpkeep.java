package dev.pilum.engine.write;

import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.PilumException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Indexes the text of new rows soon after their commit, so that the next search finds nearly
 * nothing to do: it indexes itself what is left. Only where somebody has searched text since the
 * table was opened; those who never do never pay.
 *
 * <p>Safe for use by many threads.
 */
final class TextUpkeep {
  /** A search indexes fewer itself: waking a thread for each row would cost writers more. */
  private static final int ROWS_PER_TASK = 16;

  private final Env env;
  private final ViewHolder views;
  private final AtomicBoolean requested = new AtomicBoolean();

  TextUpkeep(Env env, ViewHolder views) {
    this.env = env;
    this.views = views;
  }

  /** Has new rows indexed if there are enough; never waits. */
  void afterCommit() {
    try {
      if (memtable(views.newest()).unindexedTexts() >= ROWS_PER_TASK
          && requested.compareAndSet(false, true)) {
        // The helpers, for a search may come any moment, and a graph build takes long.
        env.helpers().execute(this::run);
      }
    } catch (Closed e) {
      UpkeepLog.LOG.debug("new text is not indexed, the table or its environment is closed");
    }
  }

  private void run() {
    requested.set(false);
    try {
      TableView view = views.acquire();
      try {
        memtable(view).indexText();
      } finally {
        view.release();
      }
    } catch (Closed e) {
      UpkeepLog.LOG.debug("new text is not indexed, the table is closed");
    } catch (PilumException e) {
      UpkeepLog.LOG.warn("new text is not indexed, searches will try: {}", e.getMessage());
    }
  }

  private static SourceView memtable(TableView view) {
    return view.sources().getLast();
  }
}
