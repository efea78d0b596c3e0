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

/** Opens the key table of a segment. */
final class SegmentKeys {
  private SegmentKeys() {}

  /**
   * Maps the key file; without one, as a reader may have it who must not make one, makes the table
   * in memory.
   *
   * @param keys the key column
   * @throws Corruption when the file is not the one that the manifest names
   */
  static KeyTable open(
      FileStore files, String root, SegmentMeta meta, KeyReader keys, Arena arena) {
    FileMeta file = meta.find(Kind.KEYS, 0);
    if (file == null) {
      return inMemory(keys, arena);
    }
    String path = root + "/" + file.path();
    KeyFile table = KeyFile.open(files, path, file.lengthBytes(), meta.rowCount(), arena);
    FileCheck.checkKeys(files, path, file);
    return table;
  }

  /** Makes the table from the keys; its memory lives as long as {@code arena}. */
  static KeyTable inMemory(KeyReader keys, Arena arena) {
    long[] hashes = new long[keys.length()];
    keys.hashAll(hashes);
    MemoryKeyTable table = new MemoryKeyTable(Allocator.in(arena), hashes.length);
    table.putAll(hashes, hashes.length);
    return table;
  }
}
