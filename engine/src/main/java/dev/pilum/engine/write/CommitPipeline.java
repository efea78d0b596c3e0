package dev.pilum.engine.write;

import dev.pilum.TableEvent;
import dev.pilum.WriteResult;
import dev.pilum.engine.event.Kind;
import dev.pilum.engine.event.Span;
import dev.pilum.engine.event.TableEvents;
import dev.pilum.engine.keys.KeyIndex;
import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.manifest.CommitRecord;
import dev.pilum.storage.manifest.VersionHistory;
import dev.pilum.storage.segment.DeadRows;
import dev.pilum.storage.wal.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/*
 * A commit's way: its turn comes (CommitQueue), it is applied to the memtable, where nobody looks for it yet, and written to the log
 * and the disk (CommitGroup), and then one view shows all commits of the group at once.
 *
 * The first failure of the log, or half-way through a memtable, ends writing: what is on the disk is unknown then, and only recovery can
 * find out.
 */
/**
 * Brings changes into the log and the memtable, one version after another.
 *
 * <p>Safe for use by many threads.
 */
public final class CommitPipeline {
  private final CommitQueue queue = new CommitQueue();
  private final ViewHolder views;
  private final KeyIndex index;
  private final CommitLog log;
  private final Env env;
  private final TableHistory history;
  private final TableEvents events;
  private Memtable memtable;
  private volatile long pendingBytes;
  private volatile @Nullable PilumException broken;
  private volatile boolean endedWell;

  /**
   * Goes on from what recovery found: {@code views} shows {@code memtable} as its last source,
   * {@code index} knows that view or nothing, {@code log} is empty. Closes {@code index} and {@code
   * log} at the end.
   *
   * @param env has helpers for large commits, and says what time it is
   * @param history learns of every commit
   * @param events told of groups
   */
  CommitPipeline(
      ViewHolder views,
      KeyIndex index,
      Memtable memtable,
      CommitLog log,
      Env env,
      TableHistory history,
      TableEvents events) {
    this.views = views;
    this.index = index;
    this.memtable = memtable;
    this.log = log;
    this.env = env;
    this.history = history;
    this.events = events;
    this.pendingBytes = memtable.sizeBytes();
  }

  /**
   * Makes a change; returns once it is durable and visible.
   *
   * @return what it did; {@code null} when nothing was done, because the memtable must be flushed
   *     first
   * @throws dev.pilum.storage.error.InvalidRequest when the change cannot be made; nothing happened
   *     then
   * @throws dev.pilum.storage.error.StorageFailure when the disk failed under it: whether it is
   *     durable is known after reopening
   * @throws Closed when an earlier write failed, or the table is closed
   */
  public @Nullable WriteResult commit(Change change) {
    Pending pending = new Pending(change);
    queue.await(pending, this::runGroup);
    return pending.outcome();
  }

  /** Returns about how many bytes would have to be replayed after a crash now. */
  public long pendingBytes() {
    return pendingBytes;
  }

  /** Returns about how many changes wait for their turn. */
  int waitingChanges() {
    return queue.length();
  }

  /** Refuses all further writes because of {@code why}. */
  public void breakOff(PilumException why) {
    if (broken == null) {
      broken = why;
    }
  }

  /**
   * Starts a new log and a new memtable, so that the old ones can be made a segment.
   *
   * @return the view at that moment, whose last source but one is the old memtable; the caller
   *     releases it
   */
  public TableView rotate() {
    return queue.exclusively(() -> {
      onLog(log::startNext);
      startNextMemtable();
      return views.acquire();
    });
  }

  /**
   * Returns once every commit that anybody can see is on the disk; at once unless writes are
   * buffered.
   */
  void force() {
    queue.exclusively(() -> onLog(log::force));
  }

  /**
   * As {@link #force}, without waiting for the commits under way where none is seen before it is on
   * the disk.
   */
  void forceSeen() {
    if (log.isBuffered()) {
      force();
    }
  }

  /**
   * Changes which versions are kept, while nobody commits, once every commit that anybody can see
   * is on the disk. Where deaths have not been noted so far, only the newest version can be read.
   *
   * @param change gets what holds and the newest version, and may refuse
   */
  void changeHistory(BiFunction<VersionHistory, Long, VersionHistory> change) {
    queue.exclusively(() -> {
      onLog(log::force);
      long newest = views.newest().version();
      VersionHistory before = history.now();
      VersionHistory after = change.apply(before, newest);
      history.set(before.notesDeaths() ? after : after.since(newest));
      return after;
    });
  }

  /** Runs {@code work} while nobody commits. */
  void exclusively(Runnable work) {
    queue.exclusively(() -> {
      work.run();
      return true;
    });
  }

  /**
   * Writes a commit that changes no row to the log and begins the next log; for whoever changes the
   * columns while nobody commits and the memtable is empty. Nobody sees the commit before {@link
   * #publish}.
   *
   * @param rowsWritten how many rows come that the log does not tell of
   * @param rowsRemoved how many such rows go
   * @return the commit
   */
  CommitRecord logChangeOfColumns(long rowsWritten, long rowsRemoved) {
    assert memtable.rowCount() == 0 : "flushed before";
    TableView now = views.newest();
    long version = now.version() + 1;
    Commit nothing =
        new Commit(new long[0], null, now.nextRowId(), Commit.Kind.NO_ROWS)
            .at(env.currentTimeMillis());
    CommitRecord record = new CommitRecord(version, nothing.timeMillis(), rowsWritten, rowsRemoved);
    onLog(() -> {
      log.write(List.of(new LogEntry(version, nothing.encode())));
      log.startNext();
    });
    history.committed(List.of(record));
    return record;
  }

  /**
   * Publishes a view with other columns, one version on; its last source is {@code empty}, which
   * takes new rows from now on and whose reference is taken over, as that to {@code next}.
   *
   * @param after the same rows in the sources of the view before
   */
  void publish(TableView next, Memtable empty, TableView after) {
    index.advance(views.newest(), after);
    views.publish(next);
    memtable.release();
    memtable = empty;
  }

  /** Publishes a view with a segment in place of what was written into it. */
  void replace(Replacement replacement) {
    queue.exclusively(() -> {
      TableView next = replacement.applyTo(views.newest());
      views.publish(next);
      return next;
    });
  }

  /** Returns the number of the log that new commits go to, which is there from now on. */
  public long logEpoch() {
    return queue.exclusively(() -> {
      onLog(log::begin);
      return log.epoch();
    });
  }

  /**
   * Says in the log that all commits are durable, forces it, writes down where it ends, and lets go
   * of it and of the memtable. Later commits are refused.
   */
  public void close() {
    queue.exclusively(() -> {
      boolean healthy = broken == null;
      breakOff(new Closed("the table is closed; open its database again"));
      try {
        if (healthy) {
          log.end();
          index.seal(views.newest());
          endedWell = true;
        }
      } finally {
        index.close();
        memtable.release();
        log.close();
      }
      return healthy;
    });
  }

  /** Returns whether it was closed and nothing had failed before. */
  boolean hasEndedWell() {
    return endedWell;
  }

  private void runGroup(List<Pending> changes) {
    try {
      refuseIfBroken();
      Span span = events.begin(Kind.COMMIT_GROUP);
      long logBefore = log.lengthBytes();
      long rowsBefore = views.newest().nextRowId();
      ViewEditor editor =
          new ViewEditor(views.newest(), memtable, index, history.now().notesDeaths());
      CommitGroup group = new CommitGroup(editor, memtable, env);
      group.addAll(changes);
      group.write(log);
      publish(editor);
      tell(span, group, log.lengthBytes() - logBefore, views.newest().nextRowId() - rowsBefore);
    } catch (PilumException e) {
      breakOff(e);
      changes.stream().filter(p -> !p.hasFailed()).forEach(p -> p.failed(e));
    } catch (RuntimeException | Error e) {
      breakOff(new Closed("a commit failed unexpectedly; reopen the database", e));
      changes.forEach(
          p -> p.failed(new Closed("a commit failed unexpectedly; reopen the database", e)));
      throw e;
    } finally {
      changes.forEach(Pending::finish);
    }
  }

  private void tell(Span span, CommitGroup group, long logBytes, long rows) {
    int commits = group.size();
    if (commits > 0) {
      events.traffic().committed(commits, group.payloadBytes(), logBytes);
      if (span.isHeard()) {
        events.end(
            span,
            (table, nanos) -> new TableEvent.CommitGroup(table, nanos, commits, rows, logBytes));
      }
    }
  }

  private void publish(ViewEditor editor) {
    TableView before = views.newest();
    if (editor.version() > before.version()) {
      TableView next = editor.toView();
      history.committed(editor.applied());
      index.advance(before, next);
      views.publish(next);
      pendingBytes = Math.max(memtable.sizeBytes(), log.lengthBytes() / 2);
    }
  }

  /** Does something with the log that ends writing should it fail. */
  private boolean onLog(Runnable work) {
    refuseIfBroken();
    try {
      work.run();
      return true;
    } catch (StorageFailure e) {
      breakOff(e);
      throw e;
    }
  }

  private void startNextMemtable() {
    TableView before = views.newest();
    Memtable next = new Memtable(before.schema());
    next.readyLike(memtable);
    List<SourceView> sources = new ArrayList<>(before.sources());
    sources.add(next.view(DeadRows.NONE));
    views.publish(new TableView(before.version(), before.nextRowId(), before.schema(), sources));
    memtable.release();
    memtable = next;
    pendingBytes = 0;
  }

  /** Returns whether writing has ended. */
  boolean isBroken() {
    return broken != null;
  }

  /** Throws {@link Closed} when writing has ended, saying why. */
  void refuseIfBroken() {
    PilumException why = broken;
    if (why instanceof Closed) {
      throw new Closed(String.valueOf(why.getMessage()), why);
    }
    if (why != null) {
      throw new Closed(
          "an earlier write failed, the table is read-only until reopened: " + why.getMessage(),
          why);
    }
  }
}
