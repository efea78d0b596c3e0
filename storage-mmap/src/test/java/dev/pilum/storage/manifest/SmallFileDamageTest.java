package dev.pilum.storage.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import dev.pilum.storage.segment.DeadRows;
import dev.pilum.storage.segment.DeleteFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are read whole: whatever bit flips in them, and wherever they end, is noticed. */
class SmallFileDamageTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .field("year", Types.int32())
          .vector("embedding", 8, Metric.L2)
          .build();

  private static final VersionHistory HISTORY =
      new VersionHistory(
          new Retention(7, Duration.ofHours(3)),
          1,
          new TreeMap<>(Map.of("première", new CommitRecord(1, 1_767_225_600_000L, 20, 0))),
          new TreeMap<>(
              Map.of("miroir à côté", new FeedRecord(1, 5, Retention.ofVersions(9), 17, 18))),
          CommitHistory.NONE
              .with(new CommitRecord(1, 1_767_225_600_000L, 20, 0))
              .with(new CommitRecord(2, 1_767_225_600_300L, 1, 17_000)),
          new SchemaHistory(
              5,
              List.of(
                  new SchemaHistory.Earlier(1, Schema.builder().key("id", Types.utf8()).build()))));

  @TempDir Path folder;
  private FileStore files;
  private ManifestStore manifests;
  private Manifest manifest;

  @BeforeEach
  void writeManifest() {
    files = DiskFileStore.open(folder);
    files.createDirectory("t/manifest");
    manifests = new ManifestStore(files, "t");
    FileMeta scalars = new FileMeta(FileMeta.Kind.SCALARS, "data/00000001.arrow", 0, 1_000, 7);
    FileMeta keys = new FileMeta(FileMeta.Kind.KEYS, "index/keys-00000002", 0, 400, 8);
    SegmentMeta segment = new SegmentMeta(3, 20, 1, 20, 2, 0, List.of(scalars, keys));
    manifest =
        new Manifest(
            5,
            0xFEED,
            SCHEMA,
            2,
            21,
            4,
            1,
            List.of(segment),
            List.of(new IndexDefinition(2, ScalarIndex.BITMAP)),
            HISTORY);
    manifests.write(manifest);
  }

  @Test
  void aManifestComesBackAsItWas() {
    assertThat(manifests.read(5)).isEqualTo(manifest);
  }

  @Test
  void everyFlippedBitOfAManifestIsNoticed() throws IOException {
    everyFlippedBitIsNoticed(folder.resolve("t/manifest/0000000005.mf"), () -> manifests.read(5));
  }

  @Test
  void aManifestThatEndsEarlyIsNoticed() throws IOException {
    everyEarlyEndIsNoticed(folder.resolve("t/manifest/0000000005.mf"), () -> manifests.read(5));
  }

  @Test
  void aManifestOfALaterFormatIsNotTakenForDamage() throws IOException {
    Path file = folder.resolve("t/manifest/0000000005.mf");
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(8, buffer.getInt(8) + 1);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - 4);
    buffer.putInt(bytes.length - 4, (int) crc.getValue());
    Files.write(file, bytes);
    assertThatThrownBy(() -> manifests.read(5))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("newer Pilum");
  }

  @Test
  void everyFlippedBitOfADeleteFileIsNoticed() throws IOException {
    everyFlippedBitIsNoticed(writeDeadRows(), this::readDeadRows);
  }

  @Test
  void aDeleteFileThatEndsEarlyIsNoticed() throws IOException {
    everyEarlyEndIsNoticed(writeDeadRows(), this::readDeadRows);
  }

  private Path writeDeadRows() {
    DeadRows.Builder dead = DeadRows.NONE.toBuilder();
    for (int ordinal : new int[] {0, 5, 6, 7, 70_000, 99_999}) {
      dead.add(ordinal);
    }
    dead.add(3, 11);
    dead.add(1, 12);
    FileMeta written = DeleteFile.write(files, "t", "rows.del", dead.build(), 100_000);
    assertThat(readDeadRows()).isEqualTo(8);
    return folder.resolve("t").resolve(written.path());
  }

  private int readDeadRows() {
    return DeleteFile.read(files, "t/rows.del", 100_000).count();
  }

  private static void everyFlippedBitIsNoticed(Path file, Runnable read) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
      Files.write(file, bytes);
      assertThatThrownBy(read::run).as("bit %d", bit).isInstanceOf(Corruption.class);
      bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
    }
    Files.write(file, bytes);
    read.run();
  }

  private static void everyEarlyEndIsNoticed(Path file, Runnable read) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      assertThatThrownBy(read::run).as("length %d", length).isInstanceOf(Corruption.class);
    }
  }
}
