package dev.pilum.testkit.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Row;
import dev.pilum.Snapshot;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a database promises about keys, whatever {@link DatabaseOptions#keyIndex} it was opened
 * with; extend it and name the index.
 */
public abstract class KeyIndexContract {
  @TempDir private Path folder;

  /** For subclasses. */
  protected KeyIndexContract() {}

  /** Returns the name of what is tested. */
  protected abstract String keyIndex();

  @Test
  void answersLikeAHashMapWhateverHappensToTheTable() throws IOException {
    for (long seed = seedOr(0x5EED); seed < seedOr(0x5EED) + 4; seed++) {
      Path databases = Files.createDirectory(folder.resolve("run-" + seed));
      try (KeyIndexHistory history = new KeyIndexHistory(databases, options(), seed)) {
        history.run(Integer.getInteger("pilum.model.steps", 2000) / 8);
      }
    }
  }

  @Test
  void anIndexThatMissedWritesIsNotBelieved() throws IOException {
    Path indexes = folder.resolve("db").resolve("t").resolve("index");
    Path aside = Files.createDirectory(folder.resolve("aside"));
    try (Database db = open()) {
      upsert(db.createTable("t", schema()), 0, 500, 1);
    }
    copy(indexes, aside, "keys.map");
    try (Database db = Database.open(folder.resolve("db"))) {
      upsert(db.openTable("t"), 400, 600, 2);
      db.openTable("t").deleteAll(keys(0, 100));
      db.openTable("t").optimize();
    }
    copy(aside, indexes, "keys.map");
    try (Database db = open()) {
      Table table = db.openTable("t");
      assertThat(keys(0, 100)).noneMatch(table::exists);
      assertThat(keys(100, 600)).allMatch(table::exists);
      upsert(table, 0, 600, 3);
      assertThat(table.count()).isEqualTo(600);
    }
  }

  @Test
  void keysThatComeBackWithRestoredColumnsAreFound() {
    try (Database db = open()) {
      Table table = db.createTable("t", schema());
      table.setRetention(Retention.ALL);
      upsert(table, 0, 300, 1);
      long before = table.version();
      table.alter().add(Field.of("later", Types.int32())).apply();
      table.deleteAll(keys(0, 100));
      upsert(table, 300, 400, 2);
      table.restore(before);
      assertThat(keys(0, 300)).allMatch(table::exists);
      assertThat(keys(300, 400)).noneMatch(table::exists);
      upsert(table, 50, 350, 3);
      assertThat(table.count()).isEqualTo(350);
    }
  }

  @Test
  void aSnapshotKeepsSeeingItsOwnRows() {
    try (Database db = open()) {
      Table table = db.createTable("t", schema());
      upsert(table, 0, 300, 1);
      try (Snapshot before = table.snapshot()) {
        upsert(table, 100, 400, 2);
        table.deleteAll(keys(0, 50));
        table.optimize();
        for (int key = 0; key < 300; key++) {
          assertThat(before.get("key-" + key)).isEqualTo(row(key, 1));
        }
        assertThat(keys(300, 400)).noneMatch(before::exists);
      }
      assertThat(keys(0, 50)).noneMatch(table::exists);
      assertThat(keys(50, 400)).allMatch(table::exists);
    }
  }

  @Test
  void aTakenKeyIsRefusedWhereverItsRowIs() {
    try (Database db = open()) {
      Table table = db.createTable("t", schema());
      upsert(table, 0, 10, 1);
      table.flush();
      upsert(table, 10, 20, 1);
      for (int key = 0; key < 20; key++) {
        Row taken = row(key, 2);
        assertThatThrownBy(() -> table.add(List.of(taken))).isInstanceOf(InvalidRequest.class);
      }
      table.deleteAll(keys(0, 20));
      table.add(List.of(row(3, 3), row(13, 3)));
      assertThat(table.count()).isEqualTo(2);
    }
  }

  @Test
  void aDroppedTableLeavesNothingToItsSuccessor() {
    try (Database db = open()) {
      upsert(db.createTable("t", schema()), 0, 100, 1);
      db.dropTable("t");
      Table table = db.createTable("t", schema());
      assertThat(keys(0, 100)).noneMatch(table::exists);
      upsert(table, 0, 5, 2);
    }
    try (Database db = open()) {
      assertThat(keys(0, 5)).allMatch(db.openTable("t")::exists);
      assertThat(keys(5, 100)).noneMatch(db.openTable("t")::exists);
    }
  }

  /** Half the keys are always there, the other half never; all the while rows are replaced. */
  @Test
  void readersBesideAWriterNeverMissARowAndNeverInventOne() throws Exception {
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (Database db = open()) {
      Table table = db.createTable("t", schema());
      upsert(table, 0, 50, 0);
      Future<?> writer = threads.submit(() -> replaceOften(table));
      while (!writer.isDone()) {
        assertThat(keys(0, 50)).allMatch(table::exists);
        assertThat(keys(50, 100)).noneMatch(table::exists);
      }
      writer.get();
    } finally {
      threads.shutdown();
      assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void tablesWithoutAKeyWorkToo() {
    try (Database db = open()) {
      Table table = db.createTable("t", Schema.builder().field("n", Types.int64()).build());
      table.add(List.of(Row.of("n", 1L), Row.of("n", 2L)));
      table.flush();
      assertThat(table.count()).isEqualTo(2);
    }
  }

  private static void replaceOften(Table table) {
    for (int round = 1; round <= 100; round++) {
      upsert(table, round % 25, 25 + round % 25, round);
      if (round % 20 == 0) {
        table.flush();
      }
    }
  }

  private Database open() {
    return Database.open(folder.resolve("db"), options());
  }

  private DatabaseOptions options() {
    return DatabaseOptions.DEFAULT.withKeyIndex(keyIndex());
  }

  private static Schema schema() {
    return Schema.builder().key("id", Types.utf8()).field("n", Types.int64()).build();
  }

  private static void upsert(Table table, int from, int to, long n) {
    table.upsert(IntStream.range(from, to).mapToObj(key -> row(key, n)).toList());
  }

  private static Row row(int key, long n) {
    return Row.of("id", "key-" + key, "n", n);
  }

  private static List<String> keys(int from, int to) {
    return IntStream.range(from, to).mapToObj(key -> "key-" + key).toList();
  }

  private static long seedOr(long usual) {
    String given = System.getProperty("seed", "");
    return given.isEmpty() ? usual : Long.decode(given);
  }

  /** Copies the files whose names start with {@code start}. */
  private static void copy(Path from, Path to, String start) throws IOException {
    try (var files = Files.newDirectoryStream(from, start + "*")) {
      for (Path file : files) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
