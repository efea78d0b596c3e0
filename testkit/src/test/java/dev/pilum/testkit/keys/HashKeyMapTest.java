package dev.pilum.testkit.keys;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.keys.KeyMap;
import dev.pilum.storage.keys.KeyMapProvider;
import dev.pilum.storage.keys.KeyMapSize;
import dev.pilum.storage.keys.KeyMapStamp;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds the contract against the plainest map there is, so that the contract asks for nothing
 * peculiar to one library.
 */
class HashKeyMapTest extends KeyMapContract {
  private final HashKeyMaps provider = new HashKeyMaps();

  @Override
  protected KeyMapProvider provider() {
    return provider;
  }

  /** Keeps sealed maps by file name for as long as itself lives. */
  private static final class HashKeyMaps implements KeyMapProvider {
    private final Map<Path, HashKeyMap> sealed = new HashMap<>();

    @Override
    public String name() {
      return "hash";
    }

    @Override
    public Opened open(Path file, KeyMapStamp stamp, KeyMapSize size) {
      HashKeyMap old = sealed.remove(file);
      if (old != null && stamp.equals(old.stamp)) {
        return new Opened(new HashKeyMap(this, file, old.rowIds), Content.CURRENT);
      }
      return new Opened(new HashKeyMap(this, file, new ConcurrentHashMap<>()), Content.MISSING);
    }
  }

  private static final class HashKeyMap implements KeyMap {
    private final HashKeyMaps owner;
    private final Path file;
    private final Map<ByteBuffer, Long> rowIds;
    private volatile boolean closed;
    private @Nullable KeyMapStamp stamp;

    HashKeyMap(HashKeyMaps owner, Path file, Map<ByteBuffer, Long> rowIds) {
      this.owner = owner;
      this.file = file;
      this.rowIds = rowIds;
    }

    @Override
    public long get(byte[] key) {
      return open().getOrDefault(ByteBuffer.wrap(key), ABSENT);
    }

    @Override
    public void put(byte[] key, long rowId) {
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
      owner.sealed.put(file, this);
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
