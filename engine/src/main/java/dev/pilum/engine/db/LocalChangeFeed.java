package dev.pilum.engine.db;

import dev.pilum.ChangeBatch;
import dev.pilum.ChangeFeed;
import dev.pilum.ChangeMode;
import dev.pilum.ChangePosition;
import dev.pilum.FeedStatus;
import dev.pilum.engine.feed.ChangeCursor;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.manifest.FeedRecord;
import dev.pilum.storage.manifest.VersionHistory;
import org.jspecify.annotations.Nullable;

/*
 * Between two polls no view is held, so that a slow consumer holds on to no files, except in the middle of a large commit: to find the
 * place again would mean to match its rows anew for each batch.
 */
/** A feed of a {@link LocalTable}. */
final class LocalChangeFeed implements ChangeFeed {
  private final String name;
  private final TableStore store;
  private final ChangeMode mode;
  private final Runnable check;
  private ChangePosition next;
  private @Nullable ChangeCursor cursor;
  private boolean closed;

  /**
   * Starts where the consumer was last.
   *
   * @param check run for every version that is read; may throw to give a poll up
   */
  LocalChangeFeed(TableStore store, String name, ChangeMode mode, Runnable check) {
    this.name = name;
    this.store = store;
    this.mode = mode;
    this.check = check;
    this.next = position();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ChangePosition position() {
    return Feeds.position(Feeds.require(store.history(), name));
  }

  @Override
  public ChangeBatch poll(int maxChanges) {
    ChangeCursor reading = cursor();
    ChangeBatch batch;
    try {
      batch = reading.read(maxChanges);
      next = batch.end();
    } finally {
      if (next.isBetweenVersions()) {
        letGo();
      }
    }
    return batch;
  }

  private ChangeCursor cursor() {
    if (closed) {
      throw new Closed("feed '" + name + "' is closed; ask the table for it again");
    }
    ChangeCursor held = cursor;
    if (held == null) {
      VersionHistory history = store.history();
      FeedRecord feed = Feeds.require(history, name);
      Feeds.requireWhole(history, name, feed);
      held = Feeds.changes(store, next, mode, check);
      cursor = held;
    }
    return held;
  }

  @Override
  public void acknowledge(ChangePosition upTo) {
    Feeds.acknowledge(store, name, upTo);
    if (next.compareTo(upTo) < 0) {
      next = upTo;
      letGo();
    }
  }

  @Override
  public FeedStatus status() {
    return Feeds.status(store, name);
  }

  private void letGo() {
    ChangeCursor held = cursor;
    cursor = null;
    if (held != null) {
      held.close();
    }
  }

  @Override
  public void close() {
    closed = true;
    letGo();
  }
}
