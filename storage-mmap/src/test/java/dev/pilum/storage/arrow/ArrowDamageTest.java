package dev.pilum.storage.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Field;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowDamageTest {
  @TempDir Path folder;
  private FileStore files;
  private WrittenFile written;
  private byte[] sound;
  private long bodyStart;
  private long bodyEnd;

  @BeforeEach
  void writeAFile() throws IOException {
    files = DiskFileStore.open(folder);
    RecordBatch batch = new RandomBatches(1, 0.3).batch(oneOfEachLayout(), 5);
    written = ArrowFileWriter.write(files, "file", batch);
    sound = Files.readAllBytes(folder.resolve("file"));
    int footerBytes = intAt(sound.length - FileFrame.TAIL_BYTES);
    bodyEnd =
        (long) sound.length
            - FileFrame.TAIL_BYTES
            - footerBytes
            - Seal.BYTES
            - FileFrame.END_OF_STREAM.length;
    bodyStart = intAt((int) bodyEnd + FileFrame.END_OF_STREAM.length + 8);
  }

  /**
   * Bits, fixed width, text, list, vector, struct: few, because every byte of the file is damaged
   * in turn.
   */
  private static List<Field> oneOfEachLayout() {
    List<Field> every = RandomBatches.everyType();
    return Stream.of(0, 13, 19, 33, 40, 43).map(every::get).toList();
  }

  @Test
  void aFlippedByteOutsideTheBodyIsFoundAtOpen() throws IOException {
    for (int place = 0; place < sound.length; place++) {
      if (place < bodyStart || place >= bodyEnd) {
        int at = place;
        damage(place, 0xFF);
        assertThatThrownBy(() -> open(sound.length))
            .as("byte " + at)
            .isInstanceOf(Corruption.class);
      }
    }
  }

  @Test
  void aFlippedBitAnywhereIsFoundByVerifyAndNeverBreaksTheReader() throws IOException {
    for (int place = 0; place < sound.length; place++) {
      damage(place, 1 << (place & 7));
      assertThatThrownBy(() -> ArrowFileReader.verify(files, written))
          .isInstanceOf(Corruption.class);
      readAllOrCorruption();
    }
  }

  @Test
  void aFileCutAnywhereIsFoundAtOpenAndByVerify() throws IOException {
    for (int length = 0;
        length < sound.length;
        length += length < 200 || length > sound.length - 200 ? 1 : 37) {
      Files.write(folder.resolve("file"), Arrays.copyOf(sound, length));
      long cut = length;
      assertThatThrownBy(() -> open(sound.length))
          .as("cut to " + cut)
          .isInstanceOf(Corruption.class);
      assertThatThrownBy(() -> open(cut)).as("cut to " + cut).isInstanceOf(Corruption.class);
      assertThatThrownBy(() -> ArrowFileReader.verify(files, written))
          .isInstanceOf(Corruption.class);
    }
  }

  @Test
  void metadataThatLiesUnderAValidChecksumEndsAsCorruptionOrStaysInsideTheFile()
      throws IOException {
    Random random = new Random(2);
    int refused = 0;
    for (int round = 0; round < 5_000; round++) {
      byte[] hostile = sound.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        int place = metadataPlace(random);
        hostile[place] =
            (byte) (random.nextBoolean() ? random.nextInt() : 0x7F + random.nextInt(3));
      }
      reseal(hostile);
      refused += readAllOrCorruption(hostile) ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(500);
  }

  @Test
  void theErrorNamesFilePlaceExpectedAndFound() throws IOException {
    damage(sound.length - 1, 0xFF);
    assertThatThrownBy(() -> open(sound.length))
        .isInstanceOf(Corruption.class)
        .hasMessageContaining("'file'")
        .hasMessageContaining("offset " + (sound.length - 6))
        .hasMessageContaining("ARROW1");
  }

  @Test
  void anAbsentFileIsNotCorruption() {
    files.delete("file");
    assertThatThrownBy(() -> open(sound.length)).isInstanceOf(StorageFailure.class);
  }

  private int metadataPlace(Random random) {
    long behind = bodyEnd + FileFrame.END_OF_STREAM.length + Seal.BYTES;
    long metadata = bodyStart + (long) sound.length - FileFrame.TAIL_BYTES - behind;
    long place = random.nextLong(metadata);
    return (int) (place < bodyStart ? place : place - bodyStart + behind);
  }

  private void reseal(byte[] bytes) {
    int seal = (int) bodyEnd + FileFrame.END_OF_STREAM.length;
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, (int) bodyStart);
    crc.update(bytes, seal + Seal.BYTES, bytes.length - seal - Seal.BYTES);
    crc.update(bytes, seal, Seal.BYTES - 4);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(seal + Seal.BYTES - 4, (int) crc.getValue());
  }

  private void readAllOrCorruption() {
    try (Arena arena = Arena.ofConfined()) {
      readAll(ArrowFileReader.open(files, "file", sound.length, arena).batch());
    } catch (Corruption expected) {
      assertThat(expected.file()).isEqualTo("file");
    }
  }

  private boolean readAllOrCorruption(byte[] bytes) throws IOException {
    Files.write(folder.resolve("file"), bytes);
    try (Arena arena = Arena.ofConfined()) {
      readAll(ArrowFileReader.open(files, "file", bytes.length, arena).batch());
      return true;
    } catch (Corruption expected) {
      return false;
    }
  }

  /** Touches every buffer from end to end: none may reach outside the file. */
  private static void readAll(RecordBatch batch) {
    batch.columns().forEach(ArrowDamageTest::touch);
  }

  private static void touch(dev.pilum.storage.column.Column column) {
    for (java.lang.foreign.MemorySegment buffer :
        new java.lang.foreign.MemorySegment[] {
          column.validity(), column.offsets(), column.values()
        }) {
      if (buffer != null) {
        java.lang.foreign.MemorySegment.mismatch(
            buffer, 0, buffer.byteSize(), buffer, 0, buffer.byteSize());
      }
    }
    column.children().forEach(ArrowDamageTest::touch);
  }

  private void open(long lengthBytes) {
    try (Arena arena = Arena.ofConfined()) {
      ArrowFileReader.open(files, "file", lengthBytes, arena);
    }
  }

  private void damage(int place, int mask) throws IOException {
    byte[] damaged = sound.clone();
    damaged[place] ^= (byte) mask;
    Files.write(folder.resolve("file"), damaged);
  }

  private int intAt(int place) {
    return ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getInt(place);
  }
}
