package dev.pilum.bench;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.keys.KeyBytes;
import dev.pilum.storage.keys.KeyFile;
import dev.pilum.storage.keys.KeyHash;
import dev.pilum.storage.keys.KeyMap;
import dev.pilum.storage.keys.KeyMapProvider;
import dev.pilum.storage.keys.KeyMapSize;
import dev.pilum.storage.keys.KeyMapStamp;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.keys.KeyTable;
import dev.pilum.storage.keys.MemoryKeyTable;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * One way to find the row of a text key, filled with the keys {@code document-0} to {@code
 * document-(rows-1)}. Finding starts from the key's canonical bytes and ends with a row whose key
 * has been compared.
 */
interface KeyIndex extends AutoCloseable {
  /** Returns the row of {@code key}, or -1. */
  long find(byte[] key);

  /** Returns the bytes outside the heap, mapped files included, but not those of the key column. */
  long offHeapBytes();

  @Override
  void close();

  /** Returns the canonical bytes of the key of {@code row}. */
  static byte[] key(long row) {
    return KeyBytes.of("document-" + row);
  }

  /** Fills an index of the given kind, whose files, if any, go below {@code folder}. */
  static KeyIndex of(Kind kind, int rows, Path folder) {
    return switch (kind) {
      case MEMORY -> inMemory(rows);
      case FILE -> inFile(rows, folder);
      case CHRONICLE -> inChronicle(rows, folder);
      case HASH_MAP -> inHashMap(rows);
    };
  }

  /** What is compared. */
  enum Kind {
    /** {@link MemoryKeyTable}. */
    MEMORY,
    /** {@link KeyFile}. */
    FILE,
    /** Chronicle Map behind {@link KeyMap}. */
    CHRONICLE,
    /** The baseline: {@link HashMap}, String to Long. */
    HASH_MAP
  }

  private static KeyIndex inMemory(int rows) {
    Arena arena = Arena.ofShared();
    long[] bytes = {0};
    Allocator counting =
        wanted -> {
          bytes[0] += wanted;
          return arena.allocate(wanted, Long.BYTES);
        };
    MemoryKeyTable table = new MemoryKeyTable(counting, rows);
    KeyReader reader = column(rows, arena);
    for (int row = 0; row < rows; row++) {
      table.put(reader.hashAt(row));
    }
    return overTable(table, reader, arena, bytes[0]);
  }

  private static KeyIndex inFile(int rows, Path folder) {
    Arena arena = Arena.ofShared();
    KeyReader reader = column(rows, arena);
    long[] hashes = new long[rows];
    reader.hashAll(hashes);
    DiskFileStore files = DiskFileStore.open(folder);
    long length = KeyFile.write(files, "keys-1", hashes, rows).lengthBytes();
    return overTable(KeyFile.open(files, "keys-1", length, rows, arena), reader, arena, length);
  }

  private static KeyReader column(int rows, Arena arena) {
    ColumnBuilder builder = ColumnBuilder.of(new DataType.Utf8(), Allocator.in(arena));
    for (int row = 0; row < rows; row++) {
      byte[] key = key(row);
      builder.appendBytes(MemorySegment.ofArray(key), 0, key.length);
    }
    return KeyReader.of(builder.view());
  }

  private static KeyIndex overTable(
      KeyTable table, KeyReader reader, Arena arena, long offHeapBytes) {
    return new KeyIndex() {
      @Override
      public long find(byte[] key) {
        long hash = KeyHash.of(key);
        long at = table.first(hash);
        while (at != KeyTable.NONE && !reader.equalsAt(table.ordinal(at), key)) {
          at = table.next(hash, at);
        }
        return at == KeyTable.NONE ? -1 : table.ordinal(at);
      }

      @Override
      public long offHeapBytes() {
        return offHeapBytes;
      }

      @Override
      public void close() {
        arena.close();
      }
    };
  }

  private static KeyIndex inChronicle(int rows, Path folder) {
    KeyMap map =
        KeyMapProvider.named("chronicle")
            .open(folder.resolve("keys.map"), new KeyMapStamp(1, 1), new KeyMapSize(rows, 15))
            .map();
    for (int row = 0; row < rows; row++) {
      map.put(key(row), row);
    }
    Arena arena = Arena.ofShared();
    KeyReader reader = column(rows, arena);
    return new KeyIndex() {
      @Override
      public long find(byte[] key) {
        long row = map.get(key);
        return row != KeyMap.ABSENT && reader.equalsAt((int) row, key) ? row : -1;
      }

      @Override
      public long offHeapBytes() {
        return DiskFileStore.open(folder).length("keys.map");
      }

      @Override
      public void close() {
        map.close();
        arena.close();
      }
    };
  }

  private static KeyIndex inHashMap(int rows) {
    Map<String, Long> map = HashMap.newHashMap(rows);
    for (int row = 0; row < rows; row++) {
      map.put(new String(key(row), StandardCharsets.UTF_8), (long) row);
    }
    return new KeyIndex() {
      @Override
      public long find(byte[] key) {
        return map.getOrDefault(new String(key, StandardCharsets.UTF_8), -1L);
      }

      @Override
      public long offHeapBytes() {
        return 0;
      }

      @Override
      public void close() {
        map.clear();
      }
    };
  }
}
