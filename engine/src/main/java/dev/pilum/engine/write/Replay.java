package dev.pilum.engine.write;

import dev.pilum.engine.table.TableView;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.wal.LogEntry;
import dev.pilum.storage.wal.LogRecordConsumer;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes log records one by one, in order and without gaps, into the memtable and, when there is
 * one, the fresh log. One thread.
 */
final class Replay implements LogRecordConsumer {
  private final TableFolder folder;
  private final ViewEditor editor;
  private final @Nullable FreshLog copy;

  /**
   * Replays into the memtable of {@code editor}.
   *
   * @param copy the fresh log, or {@code null} when nothing is to be written
   */
  Replay(TableFolder folder, ViewEditor editor, @Nullable FreshLog copy) {
    this.folder = folder;
    this.editor = editor;
    this.copy = copy;
  }

  @Override
  public void accept(long sequence, MemorySegment payload) {
    if (sequence != editor.version() + 1) {
      throw new Corruption(
          folder.logDirectory(), -1, "commit " + (editor.version() + 1), "commit " + sequence);
    }
    if (copy != null) {
      // The copy counts from its publication on, which forces it all: so each record may say that
      // those before it are on the disk.
      copy.writer().gather(new LogEntry(sequence, List.of(payload)), sequence - 1);
    }
    editor.apply(checked(Commit.decode(payload, editor.schema(), folder.logDirectory())), sequence);
  }

  /** Row ids rise from commit to commit. */
  private Commit checked(Commit commit) {
    RecordBatch rows = commit.rows();
    long most = Long.MAX_VALUE - (rows == null ? 0 : rows.rowCount());
    if (rows != null && (commit.firstRowId() < editor.nextRowId() || commit.firstRowId() > most)) {
      throw new Corruption(
          folder.logDirectory(),
          -1,
          "row ids from " + editor.nextRowId() + " on",
          "row id " + commit.firstRowId());
    }
    return commit;
  }

  /** Returns what the table looks like after all records. */
  TableView toView() {
    return editor.toView();
  }
}
