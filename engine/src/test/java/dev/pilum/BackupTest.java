package dev.pilum;

import static dev.pilum.engine.row.RandomRows.EVERY_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.engine.row.RandomRows;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.env.ForwardingFiles;
import dev.pilum.storage.env.SystemEnv;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Backups hold one version of each table, whole, and open as any database. */
class BackupTest {
  private static final DatabaseOptions GRAPHS = DatabaseOptions.DEFAULT.withGraphMinimumRows(50);
  private static final Schema WORDS =
      Schema.builder()
          .key("id", Types.utf8())
          .text("body")
          .vector("v", 4, Metric.COSINE)
          .field(Field.of("parts", Types.list(Types.vector(3))).withMetric(Metric.DOT))
          .build();

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void everyColumnKindAndIndexComesBack(BackupForm form) throws IOException {
    Path source = folder.resolve("db");
    Path target = folder.resolve(form == BackupForm.ZIP ? "b.zip" : "b");
    try (Database database = Database.open(source, GRAPHS)) {
      fill(database);
      BackupReport report = database.backup(target, form);
      assertThat(report.tables())
          .extracting(BackupReport.BackedUpTable::name)
          .containsExactly("every", "words");
      assertThat(report.linkedFiles() == 0).isEqualTo(form == BackupForm.COPIED_FOLDER);
      Path restored = form == BackupForm.ZIP ? unzipped(target) : target;
      try (Database copy = Database.open(restored, GRAPHS)) {
        for (String name : database.tableNames()) {
          assertSame(copy.openTable(name), database.openTable(name));
        }
        copy.openTable("words").upsert(word(7));
        assertThat(copy.openTable("words").version())
            .isEqualTo(database.openTable("words").version() + 1);
      }
      assertThat(database.verify("words").problems()).isEmpty();
      database.openTable("words").upsert(word(8));
    }
    assertThat(folder.toFile().list()).doesNotContain("b.zip.partial", "b.zip.tmp");
  }

  /** Columns that came back, those that went for it, and rows that only old versions show. */
  @ParameterizedTest
  @EnumSource
  void aTableThatWasRestoredIsBackedUpAndSoIsItsBackup(BackupForm form) throws IOException {
    try (Database database = Database.open(folder.resolve("db"), GRAPHS)) {
      Table words = database.createTable("words", WORDS);
      words.upsert(IntStream.range(0, 120).mapToObj(BackupTest::word).toList());
      words.flush();
      words.awaitUpkeep();
      words.deleteAll(List.of("k3"));
      words.setRetention(Retention.ALL);
      long before = words.version();
      Field required = Field.of("n", Types.int32()).withNullable(false);
      words.alter().drop("body").add(required, Fill.value(7)).apply();
      words.deleteAll(List.of("k7", "k8"));
      words.upsert(Row.of("id", "k9", "n", 1, "v", new float[] {9, 9, 9, 9}));
      words.restore(before);
      assertThat(words.count()).isEqualTo(119);
      assertBackedUp(database, "restored", form);
      words.upsert(word(9));
      assertBackedUp(database, "written", form);
      words.optimize();
      assertBackedUp(database, "merged", form);
      words.restore(before + 1);
      assertThat(words.schema().has("n")).isTrue();
      words.restore(before);
      assertBackedUp(database, "twice", form);
    }
  }

  /** Backs up, and backs up the backup; the second goes on as the first would. */
  private void assertBackedUp(Database database, String name, BackupForm form) throws IOException {
    Path first = backup(database, name, form);
    try (Database copy = Database.open(first, GRAPHS)) {
      assertSame(copy.openTable("words"), database.openTable("words"));
      Path second = backup(copy, name + "-again", form);
      try (Database again = Database.open(second, GRAPHS)) {
        Table words = again.openTable("words");
        assertSame(words, database.openTable("words"));
        words.upsert(word(700));
        words.optimize();
        assertThat(words.count()).isEqualTo(database.openTable("words").count() + 1);
        long version = words.version();
        words.deleteAll(List.of("k1"));
        words.restore(version);
        assertThat(words.exists("k1")).isTrue();
      }
      try (Database reopened = Database.open(second, GRAPHS)) {
        assertThat(reopened.verify("words").problems()).isEmpty();
      }
    }
  }

  private Path backup(Database database, String name, BackupForm form) throws IOException {
    Path target = folder.resolve(form == BackupForm.ZIP ? name + ".zip" : name);
    database.backup(target, form, "words");
    return form == BackupForm.ZIP ? unzipped(target, folder.resolve(name)) : target;
  }

  @Test
  void aBackupOutlivesItsSource() throws IOException {
    Path target = folder.resolve("b");
    byte[] rows;
    try (Database database = Database.open(folder.resolve("db"), GRAPHS)) {
      fill(database);
      rows = exported(database.openTable("words"));
      database.backup(target, BackupForm.FOLDER, "words");
      database.dropTable("words");
      database.openTable("every").optimize();
    }
    try (Database copy = Database.openReadOnly(target)) {
      assertThat(copy.tableNames()).containsExactly("words");
      assertThat(exported(copy.openTable("words"))).isEqualTo(rows);
      assertThat(copy.verify("words").problems()).isEmpty();
    }
  }

  @Test
  void whatAnotherOneWritesCanBeBackedUpByAReader() throws IOException {
    try (Database writer = Database.open(folder.resolve("db"), GRAPHS)) {
      fill(writer);
      try (Database reader = Database.openReadOnly(folder.resolve("db"))) {
        reader.openTable("words");
        writer.openTable("words").upsert(word(9));
        writer.openTable("words").optimize();
        writer.openTable("words").optimize();
        reader.backup(folder.resolve("b"));
      }
      try (Database copy = Database.open(folder.resolve("b"))) {
        assertSame(copy.openTable("words"), writer.openTable("words"));
      }
    }
  }

  @Test
  void writersAndMergesGoOnBesideBackupsOfOneVersionEach() throws Exception {
    DatabaseOptions tiny =
        DatabaseOptions.DEFAULT.withMemtableBytes(8 << 10).withMaximumSegments(2);
    Schema schema = Schema.builder().key("id", Types.int64()).field("n", Types.int64()).build();
    AtomicBoolean enough = new AtomicBoolean();
    try (Database database = Database.open(folder.resolve("db"), tiny)) {
      Table table = database.createTable("t", schema);
      table.upsert(generation(0));
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                for (long n = 1; !enough.get(); n++) {
                  table.upsert(generation(n));
                }
              });
      try {
        for (int i = 0; i < 6; i++) {
          BackupForm form = i % 2 == 0 ? BackupForm.FOLDER : BackupForm.COPIED_FOLDER;
          BackupReport report = database.backup(folder.resolve("b" + i), form);
          assertOneGeneration(folder.resolve("b" + i), report.tables().getFirst().version());
        }
      } finally {
        enough.set(true);
        writer.join();
      }
      assertThat(table.verify().problems()).isEmpty();
    }
  }

  /** Links go by names, and a table that is made anew has files of the same names. */
  @Test
  void aTableMadeAnewMeanwhileIsNotTakenForTheOld() {
    AtomicReference<Runnable> meddling = new AtomicReference<>(() -> {});
    Env env =
        new SystemEnv(
            new MeddledLinks(
                DiskFileStore.create(folder.resolve("db")),
                () -> meddling.getAndSet(() -> {}).run()));
    DiskFileStore place = DiskFileStore.create(folder);
    try (Database database = Database.open(env, DatabaseOptions.DEFAULT)) {
      numbered(database, 1);
      meddling.set(() -> {
        database.dropTable("t");
        numbered(database, 2);
      });
      assertThatThrownBy(() -> database.backup(place, "b", BackupForm.FOLDER))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("created again");
      assertThatThrownBy(() -> Database.open(folder.resolve("b")))
          .hasMessageContaining("cut short");
      database.backup(place, "again", BackupForm.FOLDER);
    } finally {
      env.close();
    }
    try (Database copy = Database.open(folder.resolve("again"))) {
      assertThat(copy.openTable("t").get(7).get("n")).isEqualTo(2L);
    }
  }

  private static void numbered(Database database, long n) {
    Schema schema = Schema.builder().key("id", Types.int64()).field("n", Types.int64()).build();
    Table table = database.createTable("t", schema);
    table.upsert(IntStream.range(0, 9).mapToObj(id -> Row.of("id", id, "n", n)).toList());
    table.flush();
  }

  /** Real files, where something happens before one gets a second name. */
  private record MeddledLinks(FileStore files, Runnable before) implements ForwardingFiles {
    @Override
    public boolean linkTo(String path, FileStore target, String targetPath) {
      before.run();
      return files.linkTo(path, target, targetPath);
    }
  }

  @Test
  void aBackupCutShortIsNotOpened() throws IOException {
    Path target = folder.resolve("b");
    try (Database database = Database.open(folder.resolve("db"))) {
      fill(database);
      database.backup(target);
    }
    Files.createFile(target.resolve("BACKUP-UNFINISHED"));
    assertThatThrownBy(() -> Database.open(target))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("cut short");
    assertThatThrownBy(() -> Database.openReadOnly(target)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> Database.repair(target)).isInstanceOf(InvalidRequest.class);
    Files.delete(target.resolve("BACKUP-UNFINISHED"));
    Database.open(target).close(); // the lock was given back
  }

  @Test
  void aPlaceThatIsInUseIsRefused() throws IOException {
    Path used = Files.createDirectory(folder.resolve("used"));
    Files.createFile(used.resolve("file"));
    Files.createFile(folder.resolve("used.zip"));
    try (Database database = Database.open(folder.resolve("db"))) {
      fill(database);
      for (Path target : List.of(used, folder.resolve("used.zip"), folder.resolve("db/inside"))) {
        assertThatThrownBy(() -> database.backup(target)).isInstanceOf(InvalidRequest.class);
      }
      assertThatThrownBy(() -> database.backup(folder.resolve("b"), BackupForm.FOLDER, "worsd"))
          .hasMessageContaining("'words'");
      assertThat(used.toFile().list()).containsExactly("file");
    }
  }

  private static void fill(Database database) {
    Table every = database.createTable("every", EVERY_TYPE);
    for (Field field : EVERY_TYPE.fields()) {
      for (ScalarIndex kind : ScalarIndex.values()) {
        if (kind.fits(field.type())) {
          every.createIndex(field.name(), kind);
        }
      }
    }
    every.upsert(new RandomRows(1).rows(EVERY_TYPE, 150));
    every.flush();
    every.awaitUpkeep();
    every.upsert(new RandomRows(2).rows(EVERY_TYPE, 20));
    Table words = database.createTable("words", WORDS);
    for (int i = 0; i < 120; i++) {
      words.upsert(word(i));
    }
    words.flush();
    words.awaitUpkeep();
    words.deleteAll(List.of("k3", "k4"));
    words.upsert(word(5));
    words.upsert(word(500));
  }

  private static Row word(int i) {
    return Row.of(
        "id",
        "k" + i,
        "body",
        "word" + i % 10 + " of many",
        "v",
        new float[] {i, 1, i % 3, 2},
        "parts",
        new float[][] {{i, 1, 2}, {1, i % 7, 3}});
  }

  private static void assertSame(Table copy, Table original) throws IOException {
    assertThat(copy.version()).isEqualTo(original.version());
    assertThat(copy.count()).isEqualTo(original.count());
    assertThat(exported(copy)).isEqualTo(exported(original));
    assertThat(copy.indexes().stream().map(i -> i.column() + i.kind()))
        .isEqualTo(original.indexes().stream().map(i -> i.column() + i.kind()).toList());
    assertThat(copy.verify().problems()).isEmpty();
    if (original.name().equals("words")) {
      assertThat(found(copy)).isEqualTo(found(original)).isNotEmpty();
    }
  }

  private static List<String> found(Table table) {
    List<String> found = new ArrayList<>();
    table.searchText("body", "word5").limit(50).hits().forEach(h -> found.add(h.row().text("id")));
    table
        .search("v", new float[] {3, 1, 1, 2})
        .exact()
        .hits()
        .forEach(h -> found.add(h.row().text("id") + h.distance()));
    return found;
  }

  private static byte[] exported(Table table) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    table.scan().writeArrowStream(bytes);
    return bytes.toByteArray();
  }

  private static List<Row> generation(long n) {
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < 20; id++) {
      rows.add(Row.of("id", id, "n", n));
    }
    return rows;
  }

  private static void assertOneGeneration(Path backup, long version) {
    try (Database copy = Database.open(backup)) {
      Table table = copy.openTable("t");
      assertThat(table.version()).isEqualTo(version);
      assertThat(table.count()).isEqualTo(20);
      Set<Object> generations = new HashSet<>();
      table.scan().rows().forEach(row -> generations.add(row.get("n")));
      assertThat(generations).containsExactly(version - 1);
      assertThat(table.verify().problems()).isEmpty();
    }
  }

  private Path unzipped(Path zip) throws IOException {
    return unzipped(zip, folder.resolve("unzipped"));
  }

  private static Path unzipped(Path zip, Path target) throws IOException {
    try (InputStream bytes = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(bytes)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path file = target.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(entries, file);
        }
      }
    }
    return target;
  }
}
