package dev.pilum.engine.table;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.keys.KeyFile;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.keys.KeyTable;
import dev.pilum.storage.keys.MemoryKeyTable;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.SegmentMeta;
import java.lang.foreign.Arena;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key table of a segment: its file, mapped and read whole before the first write; where that is
 * missing or damaged, a table in memory.
 *
 * <p>Safe for use by many threads.
 */
final class SegmentKeys {
  private final FileStore files;
  private final String root;
  private final SegmentMeta meta;
  private final KeyReader reader;
  private final Arena arena;
  private final ReentrantLock checking = new ReentrantLock();
  private volatile KeyTable table;
  private volatile boolean checked;

  /**
   * Maps the key file; without one, as a reader may have it who must not make one, makes the table
   * in memory.
   *
   * @param reader the key column
   * @param arena keeps the map, or the table
   * @throws Corruption when the file is not the one that the manifest names
   */
  SegmentKeys(FileStore files, String root, SegmentMeta meta, KeyReader reader, Arena arena) {
    this.files = files;
    this.root = root;
    this.meta = meta;
    this.reader = reader;
    this.arena = arena;
    FileMeta file = meta.find(Kind.KEYS, 0);
    this.table = file == null ? inMemory() : mapped(file);
  }

  private KeyTable mapped(FileMeta file) {
    return FileCheck.openKeys(files, root + "/" + file.path(), file, meta.rowCount(), arena);
  }

  private KeyTable inMemory() {
    long[] hashes = new long[reader.length()];
    reader.hashAll(hashes);
    MemoryKeyTable made = new MemoryKeyTable(Allocator.in(arena), hashes.length);
    made.putAll(hashes, hashes.length);
    return made;
  }

  /** Returns the table. */
  KeyTable table() {
    return table;
  }

  /** As {@link #table}; reads the file whole once, for a damaged one is as good as none. */
  KeyTable forWriting() {
    if (!checked) {
      checking.lock();
      try {
        if (!checked) {
          check();
        }
      } finally {
        checking.unlock();
      }
    }
    return table;
  }

  private void check() {
    FileMeta file = meta.find(Kind.KEYS, 0);
    if (file != null) {
      try {
        FileCheck.check(files, root, meta, file);
      } catch (Corruption e) {
        Log.LOG.warn("{}; keys are kept in memory instead", e.getMessage());
        table = inMemory();
      }
    }
    checked = true;
  }

  /** Uses a table in memory from now on. */
  void distrust() {
    checking.lock();
    try {
      if (table instanceof KeyFile) {
        table = inMemory();
      }
      checked = true;
    } finally {
      checking.unlock();
    }
  }

  /** Apart, so that opening a table does not look for a logging library. */
  private static final class Log {
    static final Logger LOG = LoggerFactory.getLogger(SegmentKeys.class);
  }
}
