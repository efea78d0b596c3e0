package dev.pilum.chronicle;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.keys.KeyMap;
import dev.pilum.storage.keys.KeyMapSize;
import dev.pilum.storage.keys.KeyMapStamp;
import java.io.File;
import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import net.openhft.chronicle.map.ChronicleMap;
import org.jspecify.annotations.Nullable;

/**
 * A key map in a memory-mapped file. Lookups and changes share a lock that only growing and closing
 * take for themselves, because Chronicle Map is safe for many threads but can neither grow nor be
 * closed under their feet.
 */
final class ChronicleKeyMap implements KeyMap {
  /** A map is made for twice the keys expected, so that it grows after as many again. */
  private static final int HEADROOM = 2;

  /** Below this many keys a map's fixed parts outweigh its entries. */
  private static final long MIN_CAPACITY = 1024;

  private final MapFiles files;
  private final int averageKeyBytes;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private @Nullable ChronicleMap<byte[], Long> map;
  private long capacity;

  private ChronicleKeyMap(MapFiles files, long capacity, int averageKeyBytes) {
    this.files = files;
    this.capacity = capacity;
    this.averageKeyBytes = averageKeyBytes;
    this.map = open(files.map(), capacity);
  }

  static ChronicleKeyMap create(MapFiles files, KeyMapSize size) {
    return new ChronicleKeyMap(
        files, Math.max(MIN_CAPACITY, HEADROOM * size.keys()), size.averageKeyBytes());
  }

  static ChronicleKeyMap reopen(MapFiles files, Stamp stamp, KeyMapSize size) {
    files.deleteNext();
    return new ChronicleKeyMap(files, stamp.capacity(), size.averageKeyBytes());
  }

  @Override
  public long get(byte[] key) {
    return shared(() -> {
      Long rowId = map().get(StoredKey.of(key));
      return rowId == null ? ABSENT : rowId;
    });
  }

  @Override
  public void put(byte[] key, long rowId) {
    if (rowId < 0) {
      throw new InvalidRequest("a row id is 0 or more, got " + rowId);
    }
    byte[] stored = StoredKey.of(key);
    while (!shared(() -> putIfRoom(stored, rowId))) {
      grow();
    }
  }

  /**
   * Returns false when the map must grow first: when it is full by count, or says itself that keys
   * of this length fill it.
   */
  private boolean putIfRoom(byte[] stored, long rowId) {
    ChronicleMap<byte[], Long> open = map();
    if (open.longSize() >= capacity && !open.containsKey(stored)) {
      return false;
    }
    try {
      open.put(stored, rowId);
      return true;
    } catch (IllegalStateException full) {
      return false;
    }
  }

  @Override
  public void remove(byte[] key) {
    shared(() -> map().remove(StoredKey.of(key)) != null);
  }

  @Override
  public long size() {
    return shared(() -> map().longSize());
  }

  @Override
  public void seal(KeyMapStamp stamp) {
    exclusive(() -> {
      map().close();
      map = null;
      files.seal(stamp, capacity);
    });
  }

  @Override
  public void close() {
    exclusive(() -> {
      if (map != null) {
        map.close();
        map = null;
      }
    });
  }

  /** Copies everything into a map for twice as many keys, and takes that one's place. */
  private void grow() {
    exclusive(() -> {
      checkWorthGrowing();
      files.deleteNext();
      try (ChronicleMap<byte[], Long> larger = open(files.next(), 2 * capacity)) {
        larger.putAll(map());
      }
      map().close();
      map = null;
      files.replaceMapByNext();
      capacity *= 2;
      map = open(files.map(), capacity);
    });
  }

  /**
   * Keys are at most 64 bytes, so a map that is full at a small part of its capacity has another
   * trouble than size.
   */
  private void checkWorthGrowing() {
    if (capacity > MIN_CAPACITY && map().longSize() < capacity / 64) {
      throw new StorageFailure(
          "key map of %d keys takes only %d: delete it to have it made anew"
              .formatted(capacity, map().longSize()));
    }
  }

  private ChronicleMap<byte[], Long> open(File file, long keys) {
    try {
      return ChronicleMap.of(byte[].class, Long.class)
          .averageKeySize(Math.min(averageKeyBytes, StoredKey.MAX_BYTES))
          .entries(keys)
          .createPersistedTo(file);
    } catch (IOException e) {
      throw new StorageFailure("cannot open key map '" + file.getName() + "'", e);
    }
  }

  private ChronicleMap<byte[], Long> map() {
    ChronicleMap<byte[], Long> open = map;
    if (open == null) {
      throw new Closed("the key map is closed: open it again");
    }
    return open;
  }

  private <T> T shared(Supplier<T> action) {
    return locked(lock.readLock(), action);
  }

  private void exclusive(Runnable action) {
    locked(
        lock.writeLock(),
        () -> {
          action.run();
          return true;
        });
  }

  private static <T> T locked(Lock lock, Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
