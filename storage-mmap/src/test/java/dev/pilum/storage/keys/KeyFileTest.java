package dev.pilum.storage.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  private static final String PATH = "keys-1";

  @TempDir private Path folder;

  @Property(tries = 200)
  void answersLikeAMapThroughCollisions(
      @ForAll long seed,
      @ForAll @IntRange(max = 2000) int rows,
      @ForAll @IntRange(min = 1, max = 300) int values)
      throws IOException {
    KeyTableModel model = crowded(seed, rows, values);
    SplittableRandom random = new SplittableRandom(seed);
    withFile(
        model,
        table -> {
          assertThat(table.rowCount()).isEqualTo(rows);
          model.check(table);
          for (int i = 0; i < 100; i++) {
            model.checkAbsent(table, KeyTableModel.crowdedHash(random, 2 * values));
          }
        });
  }

  @Test
  void oneKeyWithAHundredThousandRowsDoesNotSlowItsNeighbours() throws IOException {
    KeyTableModel model = new KeyTableModel();
    for (int row = 0; row < 100_000; row++) {
      model.add(row % 2 == 0 ? 7 : row * 0x9E3779B97F4A7C15L);
    }
    withFile(model, model::check);
  }

  @Test
  void takesLessThanElevenBytesForEachRow() {
    long[] hashes = new SplittableRandom(5).longs(100_000).toArray();
    KeyFile.Written written = KeyFile.write(store(), PATH, hashes, hashes.length);
    assertThat(written.lengthBytes())
        .isEqualTo(store().length(PATH))
        .isLessThan(11L * hashes.length);
  }

  @Test
  void writesTheSameBytesForTheSameHashes() throws IOException {
    KeyTableModel model = crowded(3, 500, 40);
    KeyFile.Written one = KeyFile.write(store(), "one", model.hashes(), 500);
    KeyFile.Written two = KeyFile.write(store(), "two", model.hashes(), 500);
    assertThat(one).isEqualTo(two);
    assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("two"));
    assertThat(KeyFile.verify(store(), "one", one.lengthBytes())).isEqualTo(one.crc32c());
  }

  @Test
  void refusesMoreRowsThanHashes() {
    assertThatThrownBy(() -> KeyFile.write(store(), PATH, new long[3], 4))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("4 rows and 3 hashes");
  }

  @Test
  void refusesAFileOfAnotherSegment() {
    long[] hashes = {1, 2, 3};
    KeyFile.Written written = KeyFile.write(store(), PATH, hashes, 3);
    assertThatThrownBy(() -> KeyFile.open(store(), PATH, written.lengthBytes(), 4, Arena.ofAuto()))
        .isInstanceOf(Corruption.class)
        .hasMessageContaining("4 rows");
    assertThatThrownBy(
            () -> KeyFile.open(store(), PATH, written.lengthBytes() - 1, 3, Arena.ofAuto()))
        .isInstanceOf(Corruption.class);
  }

  /**
   * Whatever byte is damaged: {@code verify} says so, and reading says so or proposes rows of the
   * segment only.
   */
  @Test
  void everyDamagedByteIsFoundByVerifyAndHarmlessToReaders() throws IOException {
    KeyTableModel model = crowded(11, 60, 12);
    KeyFile.Written written = KeyFile.write(store(), PATH, model.hashes(), model.rowCount());
    byte[] good = Files.readAllBytes(folder.resolve(PATH));
    SplittableRandom random = new SplittableRandom(11);
    for (int at = 0; at < good.length; at++) {
      for (int flip : new int[] {1, 0x80, 0xFF, 1 + random.nextInt(255)}) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) flip;
        write("bad", bad);
        assertThatThrownBy(() -> KeyFile.verify(store(), "bad", written.lengthBytes()))
            .isInstanceOf(Corruption.class);
        readEverything("bad", bad.length, model);
      }
    }
  }

  /** As above, with a checksum that fits: what somebody would send who means harm. */
  @Test
  void hostileFilesWithGoodChecksumsNeverYieldRowsOutsideTheSegmentNorHang() throws IOException {
    KeyTableModel model = crowded(13, 40, 9);
    KeyFile.write(store(), PATH, model.hashes(), model.rowCount());
    byte[] good = Files.readAllBytes(folder.resolve(PATH));
    SplittableRandom random = new SplittableRandom(13);
    for (int round = 0; round < 3000; round++) {
      byte[] bad = good.clone();
      for (int change = random.nextInt(1, 40); change > 0; change--) {
        int place =
            random.nextInt(2) == 0 ? random.nextInt(8, 60) : random.nextInt(64, bad.length - 8);
        bad[place] = (byte) (random.nextInt(3) == 0 ? 0xFF : random.nextInt(256));
      }
      sign(bad);
      write("bad", bad);
      readEverything("bad", bad.length, model);
    }
  }

  @Test
  void aTableWithoutAnEmptySlotEndsItsSearch() throws IOException {
    KeyTableModel model = crowded(17, 30, 30);
    KeyFile.write(store(), PATH, model.hashes(), model.rowCount());
    byte[] full = Files.readAllBytes(folder.resolve(PATH));
    ByteBuffer bytes = ByteBuffer.wrap(full).order(ByteOrder.LITTLE_ENDIAN);
    for (int slot = 0; slot < bytes.getLong(24); slot++) {
      bytes.putLong(64 + 8 * slot, (5L << 32) | 1);
    }
    sign(full);
    write("bad", full);
    try (Arena arena = Arena.ofConfined()) {
      KeyFile table = KeyFile.open(store(), "bad", full.length, model.rowCount(), arena);
      assertThat(table.first(6)).isEqualTo(KeyTable.NONE);
      int candidates = 0;
      for (long at = table.first(5); at != KeyTable.NONE; at = table.next(5, at)) {
        candidates++;
      }
      assertThat(candidates).isEqualTo((int) bytes.getLong(24));
    }
  }

  @Test
  void headersWithHugeNumbersAreRefusedWithoutAllocating() throws IOException {
    KeyFile.write(store(), PATH, new long[] {1, 2, 3}, 3);
    byte[] good = Files.readAllBytes(folder.resolve(PATH));
    for (int field : new int[] {16, 24, 32}) {
      for (long value :
          new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 1L << 30, 1L << 61}) {
        byte[] bad = good.clone();
        ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putLong(field, value);
        sign(bad);
        write("bad", bad);
        assertThatThrownBy(() -> KeyFile.open(store(), "bad", bad.length, 3, Arena.ofAuto()))
            .isInstanceOf(Corruption.class);
      }
    }
  }

  @Test
  void filesCutShortAreRefused() throws IOException {
    KeyFile.write(store(), PATH, new long[] {1, 2, 3}, 3);
    byte[] good = Files.readAllBytes(folder.resolve(PATH));
    for (int length = 0; length < good.length; length++) {
      write("bad", java.util.Arrays.copyOf(good, length));
      int cut = length;
      assertThatThrownBy(() -> KeyFile.open(store(), "bad", cut, 3, Arena.ofAuto()))
          .isInstanceOf(Corruption.class);
    }
  }

  /**
   * A sample that must open for ever. Hashes 0 to 9 times the golden ratio, then hash 3's again
   * twice.
   */
  @Test
  void aFileOfVersionOneStillOpens() throws IOException {
    try (var sample = KeyFileTest.class.getResourceAsStream("keys-v1.keys")) {
      byte[] bytes = sample.readAllBytes();
      write("v1", bytes);
      KeyTableModel model = sampleModel();
      KeyFile.verify(store(), "v1", bytes.length);
      try (Arena arena = Arena.ofConfined()) {
        model.check(KeyFile.open(store(), "v1", bytes.length, model.rowCount(), arena));
      }
    }
  }

  private static KeyTableModel sampleModel() {
    KeyTableModel model = new KeyTableModel();
    for (int row = 0; row < 12; row++) {
      model.add((row < 10 ? row : 3) * 0x9E3779B97F4A7C15L);
    }
    return model;
  }

  private void readEverything(String path, long length, KeyTableModel model) {
    try (Arena arena = Arena.ofConfined()) {
      KeyFile table = KeyFile.open(store(), path, length, model.rowCount(), arena);
      for (long hash : model.hashes()) {
        readCandidates(table, hash);
      }
    } catch (Corruption expected) {
      assertThat(expected.file()).isEqualTo(path);
    }
  }

  private static void readCandidates(KeyFile table, long hash) {
    int steps = 0;
    for (long at = table.first(hash); at != KeyTable.NONE; at = table.next(hash, at)) {
      assertThat(table.ordinal(at)).isBetween(0, table.rowCount() - 1);
      assertThat(++steps).as("candidates of %x", hash).isLessThan(10_000);
    }
  }

  private interface Use {
    void of(KeyFile table);
  }

  private static void withFile(KeyTableModel model, Use use) throws IOException {
    Path folder = Files.createTempDirectory("pilum-keys");
    DiskFileStore store = DiskFileStore.open(folder);
    try (Arena arena = Arena.ofConfined()) {
      KeyFile.Written written = KeyFile.write(store, PATH, model.hashes(), model.rowCount());
      assertThat(KeyFile.verify(store, PATH, written.lengthBytes())).isEqualTo(written.crc32c());
      use.of(KeyFile.open(store, PATH, written.lengthBytes(), model.rowCount(), arena));
    } finally {
      store.delete(PATH);
      Files.delete(folder);
    }
  }

  private static KeyTableModel crowded(long seed, int rows, int values) {
    SplittableRandom random = new SplittableRandom(seed);
    KeyTableModel model = new KeyTableModel();
    for (int row = 0; row < rows; row++) {
      model.add(KeyTableModel.crowdedHash(random, values));
    }
    return model;
  }

  private DiskFileStore store() {
    return DiskFileStore.open(folder);
  }

  private void write(String name, byte[] bytes) {
    store().delete(name);
    try (AppendFile file = store().create(name)) {
      file.append(ByteBuffer.wrap(bytes));
    }
  }

  /** Makes header checksum and checksum fit again. */
  private static void sign(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    CRC32C header = new CRC32C();
    header.update(file, 0, 60);
    bytes.putInt(60, (int) header.getValue());
    CRC32C body = new CRC32C();
    body.update(file, 0, file.length - 8);
    bytes.putInt(file.length - 8, (int) body.getValue());
  }
}
