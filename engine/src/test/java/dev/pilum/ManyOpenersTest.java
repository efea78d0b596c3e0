package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingFiles;
import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One folder, several who want it: in this process and in others. */
@Timeout(60)
class ManyOpenersTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("twice", Types.int64())
          .vector("v", 4, Metric.L2)
          .build();
  private static final DatabaseOptions BUSY =
      DatabaseOptions.DEFAULT.withMemtableBytes(4 << 10).withMaximumSegments(3);

  @TempDir private Path folder;

  @Test
  void theSecondWriterInOneProcessLearnsWhoTheFirstIs() {
    try (Database first = Database.open(folder)) {
      assertThat(first.tableNames()).isEmpty();
      assertThatExceptionOfType(Conflict.class)
          .isThrownBy(() -> Database.open(folder))
          .withMessageContaining("process " + ProcessHandle.current().pid());
      first.createTable("t", SCHEMA).upsert(row(1));
      assertThatExceptionOfType(Conflict.class)
          .isThrownBy(() -> Database.open(folder.resolve("t/..")));
    }
    try (Database second = Database.open(folder)) {
      assertThat(second.openTable("t").count()).isOne();
    }
  }

  @Test
  void aLinkToTheFolderIsTheSameFolder() throws IOException {
    Path link =
        Files.createSymbolicLink(
            folder.resolve("link"), Files.createDirectory(folder.resolve("real")));
    try (Database first = Database.open(folder.resolve("real"))) {
      assertThatExceptionOfType(Conflict.class).isThrownBy(() -> Database.open(link));
      assertThat(first.tableNames()).isEmpty();
    }
  }

  @Test
  void aReaderInTheWritersOwnProcessSeesWhatWasThereWhenItOpened() {
    try (Database writer = Database.open(folder)) {
      Table written = writer.createTable("t", SCHEMA);
      written.upsert(row(1));
      try (Database reader = Database.openReadOnly(folder)) {
        Table read = reader.openTable("t");
        written.upsert(row(2));
        written.optimize();
        assertThat(read.count()).isOne();
        assertThat(read.get(1)).isNotNull();
      }
      written.upsert(row(3));
      assertThatExceptionOfType(Conflict.class)
          .as("the lock is still held")
          .isThrownBy(() -> Database.open(folder));
      try (Database reader = Database.openReadOnly(folder)) {
        assertThat(reader.openTable("t").count()).isEqualTo(3);
      }
    }
  }

  @Test
  void aReaderTellsTheFiguresOfWhatItReadsWhateverTheWriterDoes() {
    List<String> opened = new ArrayList<>();
    Env env = new SystemEnv(new WatchedFiles(DiskFileStore.create(folder), opened));
    try (Database writer = Database.open(folder);
        Database reader = Database.openReadOnly(env)) {
      Table written = writer.createTable("t", SCHEMA);
      for (long id = 0; id < 3; id++) {
        written.upsert(row(id));
        written.flush();
      }
      Table read = reader.openTable("t");
      opened.clear();
      List<TableStats.SegmentStats> segments = read.stats().segments();
      assertThat(segments).hasSize(3).allMatch(segment -> segment.dataBytes() > 0);
      written.optimize();
      assertThat(written.stats().segments()).hasSize(1);
      assertThat(read.stats().segments()).isEqualTo(segments);
      long id = read.id();
      writer.dropTable("t");
      writer.createTable("t", SCHEMA);
      assertThat(read.id()).isEqualTo(id).isNotEqualTo(writer.openTable("t").id());
      assertThat(opened).as("read from the disk for it").isEmpty();
    } finally {
      env.close();
    }
  }

  /** Real files that say which of them are opened. */
  private record WatchedFiles(FileStore files, List<String> opened) implements ForwardingFiles {
    @Override
    public ReadFile open(String path) {
      opened.add(path);
      return files.open(path);
    }
  }

  @Test
  void aSecondProcessIsToldWhichProcessWrites() throws IOException {
    try (Database writer = Database.open(folder);
        ChildJvm other = ChildJvm.start(SecondWriter.class, folder)) {
      writer.createTable("t", SCHEMA).upsert(row(1));
      assertThat(other.remainingLines())
          .singleElement()
          .asString()
          .startsWith("Conflict")
          .contains("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void aKilledWriterLeavesNoLockBehind() throws IOException {
    try (ChildJvm writer = ChildJvm.start(BusyWriter.class, folder)) {
      assertThat(writer.nextLine()).isEqualTo("writing");
      assertThatExceptionOfType(Conflict.class)
          .isThrownBy(() -> Database.open(folder))
          .withMessageContaining("process " + writer.pid());
      writer.kill();
      try (Database next = Database.open(folder)) {
        assertThat(next.openTable("t").verify().problems()).isEmpty();
      }
    }
  }

  @Test
  void readersSeeWholeVersionsWhileAnotherProcessWritesFlushesAndMerges() throws IOException {
    try (ChildJvm writer = ChildJvm.start(BusyWriter.class, folder)) {
      assertThat(writer.nextLine()).isEqualTo("writing");
      long before = 0;
      while (before < 300) {
        before = readWholeVersion(before);
      }
      writer.say("stop");
      List<String> rest = writer.remainingLines();
      assertThat(rest).singleElement().asString().startsWith("wrote ");
      long written = Long.parseLong(rest.getFirst().substring("wrote ".length()));
      assertThat(readWholeVersion(before)).isEqualTo(written);
    }
  }

  /**
   * Opens the folder beside its writer, checks what BusyWriter promises of every version, and
   * returns the version.
   */
  private long readWholeVersion(long atLeast) {
    try (Database reader = Database.openReadOnly(folder)) {
      Table table = reader.openTable("t");
      List<Row> rows = table.scan().rows();
      assertThat(table.version()).isGreaterThanOrEqualTo(atLeast);
      assertThat(rows).hasSize((int) Math.min(BusyWriter.KEYS, table.version() * BusyWriter.BATCH));
      for (Row row : rows) {
        assertThat(row.get("twice")).isEqualTo(2 * (long) Objects.requireNonNull(row.get("id")));
        assertThat(table.get(Objects.requireNonNull(row.get("id")))).isNotNull();
      }
      return table.version();
    }
  }

  private static Row row(long id) {
    return Row.of("id", id, "twice", 2 * id, "v", new float[] {id, 1, 2, 3});
  }

  /** Tries to open a folder that is in use. */
  static final class SecondWriter {
    private SecondWriter() {}

    public static void main(String[] arguments) {
      try (Database second = Database.open(Path.of(arguments[0]))) {
        System.out.println("opened, " + second.tableNames());
      } catch (Conflict e) {
        System.out.println("Conflict: " + e.getMessage());
      }
    }
  }

  /** Upserts batches of keys round and round until told to stop; each batch is one version. */
  static final class BusyWriter {
    static final int KEYS = 500;
    static final int BATCH = 10;

    private BusyWriter() {}

    public static void main(String[] arguments) throws IOException {
      try (Database database = Database.open(Path.of(arguments[0]), BUSY)) {
        Table table = database.createTableIfAbsent("t", SCHEMA);
        System.out.println("writing");
        long versions = 0;
        while (System.in.available() == 0) {
          table.upsert(batch(versions++ * BATCH % KEYS));
        }
        System.out.println("wrote " + versions);
      }
    }

    private static List<Row> batch(long first) {
      List<Row> rows = new ArrayList<>();
      for (long id = first; id < first + BATCH; id++) {
        rows.add(row(id));
      }
      return rows;
    }
  }
}
