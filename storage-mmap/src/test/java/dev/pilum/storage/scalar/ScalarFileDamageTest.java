package dev.pilum.storage.scalar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.Field;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever byte of a zone map or an index is damaged: it does not open. */
class ScalarFileDamageTest {
  private static final Column COLUMN = Values.longs(5L, 3L, null, 5L, -1L, 9L, 9L);

  @TempDir private Path folder;

  @Test
  void aDamagedZoneMapDoesNotOpen() throws IOException {
    Column column = COLUMN;
    RecordBatch rows =
        new RecordBatch(
            List.of(Field.of("value", column.type())), column.length(), List.of(column));
    WrittenScalars written = ZoneFile.write(store(), "good", rows, 64);
    everyDamageIsFound(written, length -> ZoneFile.open(store(), "bad", length, 7, Arena.ofAuto()));
  }

  @Test
  void aDamagedOrderDoesNotOpen() throws IOException {
    WrittenScalars written = OrderedFile.write(store(), "good", COLUMN);
    everyDamageIsFound(
        written, length -> OrderedFile.open(store(), "bad", length, COLUMN, Arena.ofAuto()));
  }

  @Test
  void damagedBitmapsDoNotOpen() throws IOException {
    WrittenScalars written = BitmapFile.write(store(), "good", COLUMN);
    everyDamageIsFound(
        written, length -> BitmapFile.open(store(), "bad", length, COLUMN, Arena.ofAuto()));
  }

  private interface Opening {
    void open(long lengthBytes);
  }

  private void everyDamageIsFound(WrittenScalars written, Opening opening) throws IOException {
    byte[] good = Files.readAllBytes(folder.resolve("good"));
    assertThat(written.lengthBytes()).isEqualTo(good.length);
    write(good);
    opening.open(good.length);
    SplittableRandom random = new SplittableRandom(3);
    for (int at = 0; at < good.length; at++) {
      for (int flip : new int[] {1, 0x80, 0xFF, 1 + random.nextInt(255)}) {
        byte[] bad = good.clone();
        bad[at] ^= (byte) flip;
        write(bad);
        assertThatThrownBy(() -> opening.open(good.length))
            .as("byte %d changed by %d", at, flip)
            .isInstanceOf(Corruption.class);
      }
    }
    for (int length = 0; length < good.length; length++) {
      write(Arrays.copyOf(good, length));
      assertThatThrownBy(() -> opening.open(good.length)).isInstanceOf(Corruption.class);
      long shorter = length;
      assertThatThrownBy(() -> opening.open(shorter)).isInstanceOf(Corruption.class);
    }
  }

  private void write(byte[] bytes) throws IOException {
    Files.write(folder.resolve("bad"), bytes);
  }

  private DiskFileStore store() {
    return DiskFileStore.open(folder);
  }
}
