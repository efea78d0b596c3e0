package dev.pilum.testkit.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.keys.KeyBytes;
import dev.pilum.storage.keys.KeyMap;
import dev.pilum.storage.keys.KeyMapProvider;
import dev.pilum.storage.keys.KeyMapProvider.Content;
import dev.pilum.storage.keys.KeyMapSize;
import dev.pilum.storage.keys.KeyMapStamp;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link KeyMapProvider} must do; extend it and name the provider. */
public abstract class KeyMapContract {
  private static final KeyMapStamp STAMP = new KeyMapStamp(0x5EED, 17);
  private static final KeyMapSize SMALL = new KeyMapSize(100, 12);

  @TempDir private Path folder;

  /** For subclasses. */
  protected KeyMapContract() {}

  /** Returns what is tested. */
  protected abstract KeyMapProvider provider();

  /** Returns where {@link #open} keeps its map. */
  protected final Path file() {
    return folder.resolve("keys.map");
  }

  @Test
  void aNewMapIsEmptyAndSaysThatItMustBeFilled() {
    KeyMapProvider.Opened opened = open(STAMP, SMALL);
    try (KeyMap map = opened.map()) {
      assertThat(opened.content()).isEqualTo(Content.MISSING);
      assertThat(map.size()).isZero();
      assertThat(map.get(key(1))).isEqualTo(KeyMap.ABSENT);
    }
  }

  @Test
  void answersLikeAHashMap() {
    SplittableRandom random = new SplittableRandom(0x5EED);
    Map<String, Long> model = new HashMap<>();
    try (KeyMap map = open(STAMP, SMALL).map()) {
      for (int step = 0; step < 20_000; step++) {
        String key = "key-" + random.nextInt(500);
        if (random.nextInt(3) == 0) {
          map.remove(KeyBytes.of(key));
          model.remove(key);
        } else {
          map.put(KeyBytes.of(key), step);
          model.put(key, (long) step);
        }
        String other = "key-" + random.nextInt(500);
        assertThat(map.get(KeyBytes.of(other)))
            .as("%s after step %d", other, step)
            .isEqualTo(model.getOrDefault(other, KeyMap.ABSENT));
        assertThat(map.size()).isEqualTo(model.size());
      }
    }
  }

  @Test
  void keysOfAnyLengthFit() {
    try (KeyMap map = open(STAMP, SMALL).map()) {
      for (int length = 0; length < 3000; length += 1 + length / 3) {
        map.put(new byte[length], length);
      }
      for (int length = 0; length < 3000; length += 1 + length / 3) {
        assertThat(map.get(new byte[length])).as("key of %d bytes", length).isEqualTo(length);
      }
    }
  }

  @Test
  void growsFarBeyondTheExpectedSize() {
    try (KeyMap map = open(STAMP, new KeyMapSize(10, 1)).map()) {
      for (int key = 0; key < 30_000; key++) {
        map.put(key(key), key);
      }
      assertThat(map.size()).isEqualTo(30_000);
      for (int key = 0; key < 30_000; key++) {
        assertThat(map.get(key(key))).isEqualTo(key);
      }
    }
  }

  @Test
  void aSealedMapIsThereAgain() {
    try (KeyMap map = open(STAMP, SMALL).map()) {
      fill(map, 1000);
      map.seal(STAMP);
    }
    KeyMapProvider.Opened again = open(STAMP, SMALL);
    try (KeyMap map = again.map()) {
      assertThat(again.content()).isEqualTo(Content.CURRENT);
      assertThat(map.size()).isEqualTo(1000);
      assertThat(map.get(key(999))).isEqualTo(999);
      map.put(key(1000), 5000);
      map.seal(new KeyMapStamp(STAMP.tableId(), STAMP.generation() + 1));
    }
    KeyMapProvider.Opened third =
        open(new KeyMapStamp(STAMP.tableId(), STAMP.generation() + 1), SMALL);
    try (KeyMap map = third.map()) {
      assertThat(third.content()).isEqualTo(Content.CURRENT);
      assertThat(map.get(key(1000))).isEqualTo(5000);
    }
  }

  @Test
  void aMapClosedWithoutSealStartsEmpty() {
    try (KeyMap map = open(STAMP, SMALL).map()) {
      fill(map, 10);
      map.seal(STAMP);
    }
    try (KeyMap map = open(STAMP, SMALL).map()) {
      map.put(key(3), 77);
    }
    expectEmpty(STAMP);
  }

  @Test
  void aMapOfAnotherTableStartsEmpty() {
    try (KeyMap map = open(STAMP, SMALL).map()) {
      fill(map, 10);
      map.seal(STAMP);
    }
    expectEmpty(new KeyMapStamp(STAMP.tableId() + 1, STAMP.generation()));
  }

  @Test
  void aMapOfAnotherGenerationStartsEmpty() {
    try (KeyMap map = open(STAMP, SMALL).map()) {
      fill(map, 10);
      map.seal(STAMP);
    }
    expectEmpty(new KeyMapStamp(STAMP.tableId(), STAMP.generation() - 1));
  }

  @Test
  void aClosedMapRefusesEveryCall() {
    KeyMap map = open(STAMP, SMALL).map();
    map.close();
    map.close();
    assertThatThrownBy(() -> map.get(key(1))).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> map.put(key(1), 1)).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> map.remove(key(1))).isInstanceOf(Closed.class);
    assertThatThrownBy(map::size).isInstanceOf(Closed.class);
    assertThatThrownBy(() -> map.seal(STAMP)).isInstanceOf(Closed.class);
  }

  @Test
  void readersBesideTheWriterSeeEveryKeyOnceThere() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (KeyMap map = open(STAMP, new KeyMapSize(10, 8)).map()) {
      map.put(key(0), 0);
      Future<?> writer = threads.submit(() -> fill(map, 20_000));
      while (!writer.isDone()) {
        assertThat(map.get(key(0))).isZero();
      }
      writer.get();
    } finally {
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  /** Opens the map of this test. */
  protected final KeyMapProvider.Opened open(KeyMapStamp stamp, KeyMapSize size) {
    return provider().open(file(), stamp, size);
  }

  private void expectEmpty(KeyMapStamp stamp) {
    KeyMapProvider.Opened opened = open(stamp, SMALL);
    try (KeyMap map = opened.map()) {
      assertThat(opened.content()).isEqualTo(Content.MISSING);
      assertThat(map.size()).isZero();
      assertThat(map.get(key(3))).isEqualTo(KeyMap.ABSENT);
    }
  }

  private static void fill(KeyMap map, int keys) {
    for (int key = 0; key < keys; key++) {
      map.put(key(key), key);
    }
  }

  private static byte[] key(long number) {
    return KeyBytes.ofLong(number);
  }
}
