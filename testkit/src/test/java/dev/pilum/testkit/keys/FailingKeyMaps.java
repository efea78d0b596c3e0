package dev.pilum.testkit.keys;

import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.keys.KeyMap;
import dev.pilum.storage.keys.KeyMapProvider;
import dev.pilum.storage.keys.KeyMapSize;
import dev.pilum.storage.keys.KeyMapStamp;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Maps that name a wrong row at every fifth lookup, refuse to open at every fifth opening, and in
 * the end fail: at a lookup, at a change or at sealing. None is ever there again.
 */
public final class FailingKeyMaps implements KeyMapProvider {
  static final String NAME = "failing";

  /** The provider is made anew at each opening, its mischief goes on. */
  private static final AtomicInteger OPENED = new AtomicInteger();

  /** For {@link java.util.ServiceLoader}. */
  public FailingKeyMaps() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Opened open(Path file, KeyMapStamp stamp, KeyMapSize size) {
    int number = OPENED.incrementAndGet();
    if (number % 5 == 0) {
      throw new StorageFailure("the key map cannot be opened");
    }
    return new Opened(new FailingKeyMap(1000 * (number % 7)), Content.MISSING);
  }

  private static final class FailingKeyMap implements KeyMap {
    private final Map<ByteBuffer, Long> rowIds = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final int sound;

    /** Makes a map that fails after so many calls. */
    FailingKeyMap(int sound) {
      this.sound = sound + 400;
    }

    @Override
    public long get(byte[] key) {
      long found = rowIds.getOrDefault(ByteBuffer.wrap(key), ABSENT);
      boolean lies = call() % 5 == 0 && found != ABSENT;
      return lies ? Math.max(0, found + calls.get() % 11 - 5) : found;
    }

    @Override
    public void put(byte[] key, long rowId) {
      call();
      rowIds.put(ByteBuffer.wrap(key.clone()), rowId);
    }

    @Override
    public void remove(byte[] key) {
      call();
      rowIds.remove(ByteBuffer.wrap(key));
    }

    @Override
    public long size() {
      return rowIds.size();
    }

    @Override
    public void seal(KeyMapStamp stamp) {
      throw new StorageFailure("the key map cannot be sealed");
    }

    @Override
    public void close() {
      calls.set(Integer.MAX_VALUE / 2);
    }

    private int call() {
      if (calls.get() > sound) {
        throw new IllegalStateException("the key map is out of order");
      }
      return calls.incrementAndGet();
    }
  }
}
