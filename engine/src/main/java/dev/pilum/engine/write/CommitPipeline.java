package dev.pilum.engine.write;

import dev.pilum.Durability;
import dev.pilum.WriteResult;
import dev.pilum.engine.keys.KeyIndex;
import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.segment.DeadRows;
import dev.pilum.storage.wal.LogEntry;
import dev.pilum.storage.wal.LogWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * Group commit. Every writer puts its change into a queue; one of them becomes the leader, takes what is in the queue, and for the whole
 * group appends the records, forces the log once, publishes one view. The others sleep until their change is done. While a leader
 * waits for the disk the next group gathers, so that eight writers pay for about one force in eight.
 *
 * No wake-up is lost: a writer queues its change before it tries for leadership, and a leader looks at the queue after it has given
 * leadership up. Either the writer finds the lock free, or whoever holds it will see the change and wake the writer.
 *
 * The first failure of the log ends writing: what is on the disk is unknown then, and only recovery can find out.
 */
/**
 * Brings changes into the log and the memtable, one version after another.
 *
 * <p>Safe for use by many threads.
 */
public final class CommitPipeline {
  /** Bounds what one force acknowledges, and how long the first of a group waits; not tuned. */
  private static final int MAX_GROUP = 256;

  /**
   * The records of a group lie on the heap together: a group this large takes no further change.
   */
  private static final long MAX_GROUP_BYTES = 64L << 20;

  /**
   * A memtable that has rows takes no commit that would lead it beyond this. After a crash the rows
   * of two, one of them being flushed, must go into one, whose text columns hold 2 GiB each.
   */
  private static final long MAX_MEMTABLE_BYTES = 1L << 30;

  private final FileStore files;
  private final String logDirectory;
  private final Durability durability;
  private final ViewHolder views;
  private final KeyIndex index;
  private final ReentrantLock leadership = new ReentrantLock();
  private final ConcurrentLinkedQueue<Pending> queue = new ConcurrentLinkedQueue<>();
  private Memtable memtable;
  private LogWriter log;
  private long acknowledged;

  /**
   * The newest commit known to be on the disk; with {@link Durability#BUFFERED} behind {@link
   * #acknowledged}.
   */
  private long forced;

  private volatile long pendingBytes;
  private volatile @Nullable PilumException broken;

  /**
   * Goes on from what recovery found: {@code views} shows {@code memtable} as its last source,
   * {@code index} knows that view or nothing, {@code log} is empty. Closes {@code index} at the
   * end.
   */
  public CommitPipeline(
      FileStore files,
      String logDirectory,
      Durability durability,
      ViewHolder views,
      KeyIndex index,
      Memtable memtable,
      LogWriter log) {
    this.files = files;
    this.logDirectory = logDirectory;
    this.durability = durability;
    this.views = views;
    this.index = index;
    this.memtable = memtable;
    this.log = log;
    this.acknowledged = views.newest().version();
    this.forced = acknowledged;
    this.pendingBytes = memtable.sizeBytes();
  }

  /**
   * Makes a change; returns once it is durable and visible.
   *
   * @return what it did; {@code null} when nothing was done, because the memtable must be flushed
   *     first
   * @throws dev.pilum.storage.error.InvalidRequest when the change cannot be made; nothing happened
   *     then
   * @throws StorageFailure when the disk failed under it: whether it is durable is known after
   *     reopening
   * @throws Closed when an earlier write failed, or the table is closed
   */
  public @Nullable WriteResult commit(Change change) {
    Pending pending = new Pending(change);
    queue.add(pending);
    boolean interrupted = false;
    while (!pending.isDone()) {
      if (leadership.tryLock()) {
        lead(pending);
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return pending.outcome();
  }

  /** Returns about how many bytes would have to be replayed after a crash now. */
  public long pendingBytes() {
    return pendingBytes;
  }

  /** Refuses all further writes because of {@code why}. */
  public void breakOff(PilumException why) {
    if (broken == null) {
      broken = why;
    }
  }

  /** Runs {@code work} while no commit is under way. */
  public <T> T exclusively(Supplier<T> work) {
    leadership.lock();
    try {
      return work.get();
    } finally {
      leadership.unlock();
      wakeNext();
    }
  }

  /**
   * Starts a new log and a new memtable, so that the old ones can be made a segment.
   *
   * @return the view at that moment, whose last source but one is the old memtable; the caller
   *     releases it
   */
  public TableView rotate() {
    return exclusively(() -> {
      refuseIfBroken();
      try {
        startNextLog();
      } catch (StorageFailure e) {
        breakOff(e);
        throw e;
      }
      startNextMemtable();
      return views.acquire();
    });
  }

  /**
   * Returns once every commit that anybody can see is on the disk; at once unless writes are
   * buffered.
   */
  void force() {
    exclusively(() -> {
      refuseIfBroken();
      try {
        forceLog();
      } catch (StorageFailure e) {
        breakOff(e);
        throw e;
      }
      return forced;
    });
  }

  /** Publishes a view with a segment in place of what was written into it. */
  void replace(Replacement replacement) {
    exclusively(() -> {
      TableView next = replacement.applyTo(views.newest());
      views.publish(next);
      return next;
    });
  }

  /** Returns the number of the log that new commits go to. */
  public long logEpoch() {
    return exclusively(() -> log.header().epoch());
  }

  /**
   * Says in the log that all commits are durable, forces it, and lets go of it and of the memtable.
   * Later commits are refused.
   */
  public void close() {
    exclusively(() -> {
      boolean healthy = broken == null;
      breakOff(new Closed("the table is closed; open its database again"));
      try {
        if (healthy) {
          seal();
          index.seal(views.newest());
        }
      } finally {
        index.close();
        memtable.release();
        log.close();
      }
      return healthy;
    });
  }

  private void lead(Pending own) {
    try {
      if (!own.isDone()) {
        runGroup(nextGroup());
      }
    } finally {
      leadership.unlock();
      wakeNext();
    }
  }

  private void wakeNext() {
    Pending next = queue.peek();
    if (next != null) {
      next.wake();
    }
  }

  private List<Pending> nextGroup() {
    List<Pending> group = new ArrayList<>();
    long bytes = 0;
    Pending next = queue.poll();
    while (next != null) {
      group.add(next);
      bytes += next.change().sizeBytes();
      next = group.size() < MAX_GROUP && bytes < MAX_GROUP_BYTES ? queue.poll() : null;
    }
    return group;
  }

  private void runGroup(List<Pending> group) {
    try {
      refuseIfBroken();
      ViewEditor editor = new ViewEditor(views.newest(), memtable, index);
      writeLog(applyAll(group, editor));
      publish(editor);
    } catch (PilumException e) {
      group.stream().filter(p -> !p.hasFailed()).forEach(p -> p.failed(e));
    } catch (RuntimeException | Error e) {
      breakOff(new Closed("a commit failed unexpectedly; reopen the database", e));
      group.forEach(
          p -> p.failed(new Closed("a commit failed unexpectedly; reopen the database", e)));
      throw e;
    } finally {
      group.forEach(Pending::finish);
    }
  }

  private List<LogEntry> applyAll(List<Pending> group, ViewEditor editor) {
    List<LogEntry> entries = new ArrayList<>(group.size());
    for (Pending pending : group) {
      Commit commit = commitOf(pending, editor);
      if (commit != null && commit.isEmpty()) {
        pending.succeeded(new WriteResult(editor.version(), 0, 0));
      } else if (commit != null) {
        ByteBuffer payload = encoded(pending, commit);
        if (payload != null) {
          entries.add(new LogEntry(editor.version() + 1, List.of(payload)));
          pending.succeeded(apply(commit, editor));
        }
      }
    }
    return entries;
  }

  /**
   * Returns what a change comes to, or {@code null} having told it why it cannot be made. Changes
   * nothing.
   */
  private static @Nullable Commit commitOf(Pending pending, ViewEditor editor) {
    try {
      return pending.change().toCommit(editor);
    } catch (PilumException e) {
      pending.failed(e);
    } catch (OutOfMemoryError e) {
      pending.failed(tooLarge(e));
    }
    return null;
  }

  /**
   * Returns a commit's record, or {@code null} when it cannot be made, or not yet. Changes nothing.
   */
  private @Nullable ByteBuffer encoded(Pending pending, Commit commit) {
    try {
      ByteBuffer payload = commit.encode();
      boolean fits =
          memtable.rowCount() == 0
              || memtable.sizeBytes() + payload.remaining() <= MAX_MEMTABLE_BYTES;
      return fits ? payload : null;
    } catch (PilumException e) {
      pending.failed(e);
    } catch (OutOfMemoryError e) {
      pending.failed(tooLarge(e));
    }
    return null;
  }

  private static InvalidRequest tooLarge(OutOfMemoryError e) {
    return new InvalidRequest(
        "the change takes more memory than there is; write it in parts, or give the JVM more", e);
  }

  /** Applies a commit; should it fail half-way, the memtable is of no more use. */
  private WriteResult apply(Commit commit, ViewEditor editor) {
    try {
      return editor.apply(commit, editor.version() + 1);
    } catch (PilumException e) {
      breakOff(e);
      throw e;
    }
  }

  private void writeLog(List<LogEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    try {
      log.appendAll(entries, forced);
      switch (durability) {
        case FORCED -> {
          log.force();
          forced = entries.getLast().sequence();
        }
        case BUFFERED -> {}
      }
    } catch (StorageFailure e) {
      breakOff(e);
      throw e;
    }
  }

  private void publish(ViewEditor editor) {
    if (editor.version() > acknowledged) {
      TableView next = editor.toView();
      index.advance(views.newest(), next);
      views.publish(next);
      acknowledged = editor.version();
      pendingBytes = Math.max(memtable.sizeBytes(), log.lengthBytes() / 2);
    }
  }

  private void startNextLog() {
    seal();
    LogWriter next = LogWriter.create(files, logDirectory, log.header().next(log.lengthBytes()));
    log.close();
    log = next;
  }

  /**
   * Says in the log that all commits are on the disk, having seen to it that they are, and forces
   * that too.
   */
  private void seal() {
    forceLog();
    log.mark(acknowledged);
    log.force();
  }

  private void forceLog() {
    if (forced < acknowledged) {
      log.force();
      forced = acknowledged;
    }
  }

  private void startNextMemtable() {
    TableView before = views.newest();
    Memtable next = new Memtable(before.schema());
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
