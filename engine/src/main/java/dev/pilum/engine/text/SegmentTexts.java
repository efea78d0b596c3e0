package dev.pilum.engine.text;

import dev.pilum.fts.index.MemoryText;
import dev.pilum.fts.index.SegmentText;
import dev.pilum.fts.index.TextFields;
import dev.pilum.fts.index.TextIndexFile;
import dev.pilum.fts.index.TextLeaf;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.PilumException;
import java.lang.foreign.Arena;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The text index of a segment, opened when somebody first searches text: until then no class of
 * Lucene is loaded. Should its file be missing, or any byte of it not be what was written, the
 * segment's rows are indexed in memory instead; the file is made anew when the table is opened for
 * writing next, a large one when it is merged.
 *
 * <p>Safe for use by many threads.
 */
public final class SegmentTexts {
  private final FileStore files;
  private final Arena arena;
  private final @Nullable File file;
  private final ReentrantLock opening = new ReentrantLock();
  private volatile @Nullable TextLeaf leaf;
  private volatile boolean distrusted;

  /**
   * Where the index is.
   *
   * @param path inside the database folder
   * @param written what it must be: a snapshot may outlive its table, and another of that name have
   *     a file there
   */
  public record File(String path, TextIndexFile.Written written) {}

  /**
   * Opens nothing yet.
   *
   * @param arena keeps the map
   * @param file the index, or {@code null} when there is none
   */
  public SegmentTexts(FileStore files, Arena arena, @Nullable File file) {
    this.files = files;
    this.arena = arena;
    this.file = file;
  }

  /** Returns whether there is a file, whole or not, that nobody has warned of. */
  public boolean hasFile() {
    return file != null && !distrusted;
  }

  /** Returns whether somebody has asked for the index. */
  public boolean isOpen() {
    return leaf != null;
  }

  /** Warns of the file: who makes another of it must read the rows instead. */
  public void distrust() {
    distrusted = true;
  }

  /**
   * Returns the index.
   *
   * @param rows the segment's, whose columns have the names that {@code fields} has
   */
  public TextLeaf leaf(TextFields fields, RecordBatch rows) {
    TextLeaf known = leaf;
    return known == null ? openedOnce(fields, rows) : known;
  }

  /** Lets go of the index; nobody reads any more, and the arena is still open. */
  public void close() {
    if (leaf instanceof SegmentText text) {
      text.close();
    }
  }

  private TextLeaf openedOnce(TextFields fields, RecordBatch rows) {
    opening.lock();
    try {
      TextLeaf opened = leaf;
      if (opened == null) {
        opened = opened(fields, rows);
        leaf = opened;
      }
      return opened;
    } finally {
      opening.unlock();
    }
  }

  private TextLeaf opened(TextFields fields, RecordBatch rows) {
    File there = file;
    if (there != null && !distrusted) {
      try {
        return SegmentText.open(files, there.path, there.written, rows.rowCount(), fields, arena);
      } catch (PilumException e) {
        Log.LOG.warn("{}; its rows are indexed in memory", e.getMessage());
      }
    }
    return new MemoryText(fields).view(RowTexts.of(rows, fields.columns()));
  }

  /** Apart, so that opening a table does not look for a logging library. */
  private static final class Log {
    static final Logger LOG = LoggerFactory.getLogger(SegmentTexts.class);
  }
}
