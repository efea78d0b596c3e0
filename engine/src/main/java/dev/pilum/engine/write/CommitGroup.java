package dev.pilum.engine.write;

import dev.pilum.WriteResult;
import dev.pilum.engine.table.Memtable;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.wal.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/*
 * Each change of a group must meet what those before it did, so all are applied to the memtable in turn, before their records are
 * written with one write and forced with one force. Only the last may wait: when it is large, a helper applies it while the
 * leader writes and forces the log, for copying rows into new memory takes about as long as writing them to a file.
 *
 * Whichever of the two fails, the other is seen to its end, and then the table takes no more writes: rows in the memtable lie behind
 * the row count of every published view, and what the log holds is for recovery to find out.
 */
/**
 * Changes on their way into the log and the memtable, seen by nobody until their view is published.
 * One thread: the leader of {@link CommitQueue}.
 */
final class CommitGroup {
  /** Below, waking a thread would cost about as much as the work on either side; not tuned. */
  private static final long LARGE_BYTES = 1L << 20;

  /**
   * A memtable that has rows takes no commit that would lead it beyond this. After a crash the rows
   * of two, one of them being flushed, must go into one, whose text columns hold 2 GiB each.
   */
  private static final long MAX_MEMTABLE_BYTES = 1L << 30;

  private final ViewEditor editor;
  private final Memtable memtable;
  private final Executor helpers;
  private final long timeMillis;
  private final List<LogEntry> entries = new ArrayList<>();

  /** A change that {@link #write} is to apply: the last one, large. */
  private record Waiting(Pending pending, Commit commit) {}

  private @Nullable Waiting waiting;

  /**
   * Starts an empty group whose changes go to {@code editor}, and so to {@code memtable}.
   *
   * @param env has helpers for a large change, and says what time it is
   */
  CommitGroup(ViewEditor editor, Memtable memtable, Env env) {
    this.editor = editor;
    this.memtable = memtable;
    this.helpers = env.helpers();
    this.timeMillis = env.currentTimeMillis();
  }

  /**
   * Prepares all changes, and tells those that cannot be made why.
   *
   * @throws PilumException when applying one failed half-way: the memtable is of no more use
   */
  void addAll(List<Pending> changes) {
    for (Pending pending : changes) {
      Commit commit = commitOf(pending);
      if (commit != null && commit.isEmpty()) {
        pending.succeeded(new WriteResult(editor.version(), 0, 0));
      } else if (commit != null) {
        add(pending, commit, pending == changes.getLast());
      }
    }
  }

  /** Writes all changes to the log and, unless writes are buffered, to the disk. */
  void write(CommitLog log) {
    if (waiting != null) {
      writeBeside(waiting, log);
    } else if (!entries.isEmpty()) {
      log.write(entries);
    }
  }

  /** Returns how many commits there are. */
  int size() {
    return entries.size();
  }

  /** Returns how many bytes say what they do. */
  long payloadBytes() {
    long bytes = 0;
    for (LogEntry entry : entries) {
      bytes += entry.payloadBytes();
    }
    return bytes;
  }

  private void writeBeside(Waiting last, CommitLog log) {
    Errand<WriteResult> applied = Errand.offer(helpers, () -> apply(last.commit()));
    try {
      log.write(entries);
    } finally {
      applied.finish();
    }
    last.pending().succeeded(applied.result());
  }

  /**
   * Returns what a change comes to, or {@code null} having told it why it cannot be made. Changes
   * nothing.
   */
  private @Nullable Commit commitOf(Pending pending) {
    try {
      return pending.change().toCommit(editor).at(timeMillis);
    } catch (StorageFailure e) {
      throw e; // what cannot be read now is not to be written to: only reopening may find out why
    } catch (PilumException e) {
      pending.failed(e);
    } catch (OutOfMemoryError e) {
      pending.failed(tooLarge(e));
    }
    return null;
  }

  private void add(Pending pending, Commit commit, boolean isLast) {
    LogEntry entry = entryOf(pending, commit);
    if (entry == null) {
      return;
    }
    entries.add(entry);
    if (isLast && entry.payloadBytes() >= LARGE_BYTES) {
      waiting = new Waiting(pending, commit);
    } else {
      pending.succeeded(apply(commit));
    }
  }

  /**
   * Returns a commit's record, or {@code null} when it cannot be made, or not yet. Changes nothing.
   */
  private @Nullable LogEntry entryOf(Pending pending, Commit commit) {
    try {
      LogEntry entry = new LogEntry(editor.version() + 1, commit.encode());
      boolean fits =
          memtable.rowCount() == 0
              || memtable.sizeBytes() + entry.payloadBytes() <= MAX_MEMTABLE_BYTES;
      return fits ? entry : null;
    } catch (PilumException e) {
      pending.failed(e);
    } catch (OutOfMemoryError e) {
      pending.failed(tooLarge(e));
    }
    return null;
  }

  private WriteResult apply(Commit commit) {
    return editor.apply(commit, editor.version() + 1);
  }

  private static InvalidRequest tooLarge(OutOfMemoryError e) {
    return new InvalidRequest(
        "the change takes more memory than there is; write it in parts, or give the JVM more", e);
  }
}
