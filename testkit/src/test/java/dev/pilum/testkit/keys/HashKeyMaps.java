package dev.pilum.testkit.keys;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.keys.KeyMap;
import dev.pilum.storage.keys.KeyMapProvider;
import dev.pilum.storage.keys.KeyMapSize;
import dev.pilum.storage.keys.KeyMapStamp;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The plainest maps there are, kept by file name when sealed; they count how often they are used.
 */
public final class HashKeyMaps implements KeyMapProvider {
  static final String NAME = "hash";
  static final AtomicLong GETS = new AtomicLong();
  static final AtomicLong PUTS = new AtomicLong();

  /** Run before each put: when a commit is made, and nobody sees it yet. */
  static final AtomicReference<Runnable> BEFORE_PUT = new AtomicReference<>(() -> {});

  private static final Map<Path, HashKeyMap> SEALED = new ConcurrentHashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public HashKeyMaps() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Opened open(Path file, KeyMapStamp stamp, KeyMapSize size) {
    HashKeyMap old = SEALED.remove(file);
    if (old != null && stamp.equals(old.stamp)) {
      return new Opened(new HashKeyMap(file, old.rowIds), Content.CURRENT);
    }
    return new Opened(new HashKeyMap(file, new ConcurrentHashMap<>()), Content.MISSING);
  }

  private static final class HashKeyMap implements KeyMap {
    private final Path file;
    private final Map<ByteBuffer, Long> rowIds;
    private volatile boolean closed;
    private @Nullable KeyMapStamp stamp;

    HashKeyMap(Path file, Map<ByteBuffer, Long> rowIds) {
      this.file = file;
      this.rowIds = rowIds;
    }

    @Override
    public long get(byte[] key) {
      GETS.incrementAndGet();
      return open().getOrDefault(ByteBuffer.wrap(key), ABSENT);
    }

    @Override
    public void put(byte[] key, long rowId) {
      PUTS.incrementAndGet();
      BEFORE_PUT.get().run();
      open().put(ByteBuffer.wrap(key.clone()), rowId);
    }

    @Override
    public void remove(byte[] key) {
      open().remove(ByteBuffer.wrap(key));
    }

    @Override
    public long size() {
      return open().size();
    }

    @Override
    public void seal(KeyMapStamp sealedStamp) {
      open();
      stamp = sealedStamp;
      SEALED.put(file, this);
      closed = true;
    }

    @Override
    public void close() {
      closed = true;
    }

    private Map<ByteBuffer, Long> open() {
      if (closed) {
        throw new Closed("the key map is closed: open it again");
      }
      return rowIds;
    }
  }
}
