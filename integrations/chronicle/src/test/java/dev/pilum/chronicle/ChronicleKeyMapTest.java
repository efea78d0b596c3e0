package dev.pilum.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.keys.KeyBytes;
import dev.pilum.storage.keys.KeyMap;
import dev.pilum.storage.keys.KeyMapProvider;
import dev.pilum.storage.keys.KeyMapProvider.Content;
import dev.pilum.storage.keys.KeyMapSize;
import dev.pilum.storage.keys.KeyMapStamp;
import dev.pilum.testkit.keys.KeyMapContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ChronicleKeyMapTest extends KeyMapContract {
  private static final KeyMapStamp STAMP = new KeyMapStamp(3, 4);
  private static final KeyMapSize SIZE = new KeyMapSize(1000, 8);

  @Override
  protected KeyMapProvider provider() {
    return KeyMapProvider.named("chronicle");
  }

  @Test
  void aDamagedByteAnywhereInMapOrStampMeansStartingEmpty() throws IOException {
    Path stamp = file().resolveSibling("keys.map.stamp");
    writeSealed();
    byte[] goodMap = Files.readAllBytes(file());
    byte[] goodStamp = Files.readAllBytes(stamp);
    SplittableRandom random = new SplittableRandom(0x5EED);
    for (int round = 0; round < 20; round++) {
      Files.write(file(), flipped(goodMap, random.nextInt(goodMap.length)));
      Files.write(stamp, goodStamp);
      assertThat(contentAtOpen()).isEqualTo(Content.MISSING);
    }
    for (int at = 0; at < goodStamp.length; at++) {
      Files.write(file(), goodMap);
      Files.write(stamp, flipped(goodStamp, at));
      assertThat(contentAtOpen()).as("stamp's byte %d", at).isEqualTo(Content.MISSING);
    }
    Files.write(file(), goodMap);
    Files.write(stamp, goodStamp);
    assertThat(contentAtOpen()).isEqualTo(Content.CURRENT);
  }

  /** What a kill leaves: the map's file as it was, no stamp, maybe a half-filled larger one. */
  @Test
  void whatAKilledProcessLeavesIsDeleted() throws IOException {
    writeSealed();
    byte[] map = Files.readAllBytes(file());
    Files.delete(file().resolveSibling("keys.map.stamp"));
    Files.write(file().resolveSibling("keys.map.next"), map);
    assertThat(contentAtOpen()).isEqualTo(Content.MISSING);
    assertThat(file().resolveSibling("keys.map.next")).doesNotExist();
  }

  @Test
  void keysOfMoreThanSixtyThreeBytesAreKeptApart() {
    try (KeyMap map = open(STAMP, SIZE).map()) {
      for (int i = 0; i < 500; i++) {
        map.put(KeyBytes.of("x".repeat(1 + i) + i), i);
      }
      for (int i = 0; i < 500; i++) {
        assertThat(map.get(KeyBytes.of("x".repeat(1 + i) + i))).isEqualTo(i);
      }
    }
  }

  private void writeSealed() {
    try (KeyMap map = open(STAMP, SIZE).map()) {
      for (int key = 0; key < 500; key++) {
        map.put(KeyBytes.ofLong(key), key);
      }
      map.seal(STAMP);
    }
  }

  private Content contentAtOpen() {
    KeyMapProvider.Opened opened = open(STAMP, SIZE);
    opened.map().close();
    return opened.content();
  }

  private static byte[] flipped(byte[] good, int at) {
    byte[] bad = good.clone();
    bad[at] ^= 0x10;
    return bad;
  }
}
