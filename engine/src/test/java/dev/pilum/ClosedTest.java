package dev.pilum;

import static dev.pilum.filter.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosedTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("word", Types.utf8())
          .vector("v", 2, Metric.L2)
          .build();
  private static final Map<String, Object> ROW =
      Row.of("id", 1, "word", "one", "v", new float[] {1, 2});

  @TempDir private Path folder;
  private Database database;
  private Table table;

  @BeforeEach
  void open() {
    database = Database.open(folder);
    table = database.createTable("t", SCHEMA);
    table.add(List.of(ROW));
    table.flush();
    table.add(List.of(Row.of("id", 2, "v", new float[] {3, 4})));
  }

  @Test
  void everyCallOfAClosedDatabaseSaysSo() {
    database.close();
    assertAllClosed(
        Map.of(
            "createTable", () -> database.createTable("u", SCHEMA),
            "createTableIfAbsent", () -> database.createTableIfAbsent("t", SCHEMA),
            "openTable", () -> database.openTable("t"),
            "tableNames", () -> database.tableNames(),
            "hasTable", () -> database.hasTable("t"),
            "dropTable", () -> database.dropTable("t")));
  }

  @Test
  void everyReadOfATableOfAClosedDatabaseSaysSo() {
    Scan scan = table.scan();
    Search search = table.search("v", new float[2]);
    database.close();
    assertAllClosed(reads(table));
    assertAllClosed(
        Map.of(
            "rows of an old scan", scan::rows,
            "batch of an old scan", scan::batch,
            "hits of an old search", search::hits,
            "explain of an old search", search::explain,
            "snapshot", table::snapshot,
            "stats", table::stats,
            "verify", table::verify));
  }

  @Test
  void everyWriteToATableOfAClosedDatabaseSaysSo() {
    Batch batch = table.newBatch().longs("id", new long[] {5}).build();
    database.close();
    assertAllClosed(writes(table, batch));
  }

  @Test
  void everyCallOfADroppedTableSaysSo() {
    Batch batch = table.newBatch().longs("id", new long[] {5}).build();
    database.dropTable("t");
    assertAllClosed(reads(table));
    assertAllClosed(writes(table, batch));
    database.close();
  }

  @Test
  void everyReadOfAClosedSnapshotSaysSo() {
    Snapshot snapshot = table.snapshot();
    Scan scan = snapshot.scan();
    snapshot.close();
    assertThatCode(snapshot::close).doesNotThrowAnyException();
    assertAllClosed(reads(snapshot));
    assertAllClosed(Map.of("rows of an old scan", scan::rows));
    assertThat(table.count()).isEqualTo(2);
    database.close();
  }

  @Test
  void aSnapshotReadsOnAfterItsDatabaseIsClosed() {
    try (Snapshot snapshot = table.snapshot()) {
      database.close();
      assertThat(snapshot.count()).isEqualTo(2);
      assertThat(snapshot.get(1).text("word")).isEqualTo("one");
      assertThat(snapshot.search("v", new float[] {3, 4}).hits()).hasSize(2);
    }
  }

  @Test
  void everyWriteToAReadOnlyDatabaseIsRefused() {
    Batch batch = table.newBatch().longs("id", new long[] {5}).build();
    database.close();
    try (Database reader = Database.openReadOnly(folder)) {
      Table read = reader.openTable("t");
      writes(read, batch)
          .forEach((name, call) ->
              assertThatExceptionOfType(InvalidRequest.class).as(name).isThrownBy(call));
      Map<String, ThrowingCallable> changes =
          Map.of(
              "create", () -> reader.createTable("u", SCHEMA), "drop", () -> reader.dropTable("t"));
      changes.forEach((name, call) ->
          assertThatExceptionOfType(InvalidRequest.class)
              .as(name)
              .isThrownBy(call)
              .withMessageContaining("read-only"));
      assertThat(reader.createTableIfAbsent("t", SCHEMA).count()).isEqualTo(2);
      assertThat(read.stats().rows()).isEqualTo(2);
      assertThat(read.verify().problems()).isEmpty();
      try (Snapshot snapshot = read.snapshot()) {
        assertThat(snapshot.exists(1)).isTrue();
      }
    }
  }

  @Test
  void aFolderWithoutADatabaseCannotBeOpenedReadOnly() {
    database.close();
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> Database.openReadOnly(folder.resolve("nothing")));
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> Database.openReadOnly(folder.resolve("t")));
    assertThat(folder.resolve("nothing")).doesNotExist();
  }

  private static void assertAllClosed(Map<String, ThrowingCallable> calls) {
    calls.forEach(
        (name, call) -> assertThatExceptionOfType(Closed.class).as(name).isThrownBy(call));
  }

  private static Map<String, ThrowingCallable> reads(Reader reader) {
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("version", reader::version);
    calls.put("count", reader::count);
    calls.put("count where", () -> reader.count(eq("word", "one")));
    calls.put("get", () -> reader.get(1));
    calls.put("exists", () -> reader.exists(1));
    calls.put("scan", () -> reader.scan().rows());
    calls.put("batch", () -> reader.scan().batch());
    calls.put("search", () -> reader.search("v", new float[2]).hits());
    calls.put("explain", () -> reader.search("v", new float[2]).explain().toString());
    return calls;
  }

  private static Map<String, ThrowingCallable> writes(Table table, Batch batch) {
    Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
    calls.put("add", () -> table.add(List.of(Row.of("id", 3))));
    calls.put("add batch", () -> table.add(batch));
    calls.put("upsert", () -> table.upsert(ROW));
    calls.put("upsert batch", () -> table.upsert(batch));
    calls.put("update", () -> table.update(1, Map.of("word", "x")));
    calls.put("updateWhere", () -> table.updateWhere(eq("id", 1), Map.of("word", "x")));
    calls.put("delete", () -> table.delete(1));
    calls.put("deleteWhere", () -> table.deleteWhere(eq("id", 1)));
    calls.put("flush", table::flush);
    calls.put("optimize", table::optimize);
    calls.put("awaitUpkeep", table::awaitUpkeep);
    return calls;
  }
}
