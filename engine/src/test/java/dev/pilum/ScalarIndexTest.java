package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pilum.filter.Filters;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes are created and dropped on a table that lives, and their files may be lost. */
class ScalarIndexTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("year", Types.int32())
          .field("lang", Types.utf8())
          .field("tags", Types.list(Types.utf8()))
          .vector("v", 2, Metric.L2)
          .build();

  private static final List<String> LANGS = List.of("de", "en", "fr", "zh");

  @TempDir private Path folder;
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = new TestDatabase(folder);
    Table table = database.get().createTable("t", SCHEMA);
    table.add(rows(0, 5_000));
    table.flush();
  }

  @Test
  void aCreatedIndexIsListedAndMadeInTheBackground() {
    Table table = database.table("t");
    table.createIndex("year", ScalarIndex.ORDERED);
    table.createIndex("year", ScalarIndex.ORDERED);
    assertThat(table.indexes())
        .extracting(ColumnIndex::column, ColumnIndex::kind, ColumnIndex::segments)
        .containsExactly(tuple("year", ScalarIndex.ORDERED, 1));
    table.awaitUpkeep();
    assertThat(table.indexes()).containsExactly(new ColumnIndex("year", ScalarIndex.ORDERED, 1, 1));
    table.add(rows(5_000, 6_000));
    table.flush();
    assertThat(table.indexes())
        .as("a flush makes the new segment's")
        .containsExactly(new ColumnIndex("year", ScalarIndex.ORDERED, 2, 2));
    database.close();
  }

  @Test
  void filtersSayTheSameWithEveryIndexWhereverRowsLie() {
    Table table = database.table("t");
    createAll(table);
    database.inEveryPlace("t", ScalarIndexTest::check);
    assertThat(database.table("t").indexes())
        .hasSize(4)
        .allMatch(index -> index.indexed() == index.segments());
    assertThat(files("")).filteredOn(name -> !name.startsWith("zones")).hasSizeGreaterThan(4);
    database.close();
  }

  @Test
  void aDroppedIndexIsGoneAndSoAreItsFiles() {
    Table table = database.table("t");
    createAll(table);
    table.awaitUpkeep();
    for (ColumnIndex index : table.indexes()) {
      table.dropIndex(index.column(), index.kind());
      table.dropIndex(index.column(), index.kind());
    }
    assertThat(table.indexes()).isEmpty();
    check(table);
    database.reopen();
    table = database.table("t");
    assertThat(table.indexes()).isEmpty();
    table.flush();
    table.add(rows(5_000, 5_001));
    table.flush();
    assertThat(files("ordered")).isEmpty();
    assertThat(files("labels")).isEmpty();
    database.close();
  }

  @Test
  void indexesAreCreatedWhileAWriterGoesOn() throws InterruptedException {
    Table table = database.table("t");
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(() -> {
          for (int i = 5_000; !done.get() && i < 500_000; i += 50) {
            table.upsert(rows(i, i + 50));
          }
        });
    writer.start();
    createAll(table);
    for (int i = 0; i < 20; i++) {
      check(table);
    }
    done.set(true);
    writer.join();
    table.awaitUpkeep();
    check(table);
    assertThat(table.verify().problems()).isEmpty();
    database.close();
  }

  @Test
  void aSnapshotThatOutlivesAnIndexFindsItsRows() {
    Table table = database.table("t");
    createAll(table);
    table.awaitUpkeep();
    try (Snapshot snapshot = table.snapshot()) {
      table.deleteWhere(Filters.lt("year", 1990));
      table.upsert(rows(6_000, 7_000));
      table.optimize();
      table.dropIndex("year", ScalarIndex.ORDERED);
      table.optimize();
      check(snapshot);
      assertThat(snapshot.count()).isEqualTo(5_000);
    }
    database.close();
  }

  @Test
  void lostAndDamagedFilesAreMadeAnew() throws IOException {
    Table table = database.table("t");
    createAll(table);
    table.awaitUpkeep();
    database.get().close();
    List<Path> paths = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder.resolve("t/index"))) {
      all.filter(path -> path.getFileName().toString().matches("(zones|ordered|bitmap|labels).*"))
          .forEach(paths::add);
    }
    Files.delete(paths.removeFirst());
    Files.write(paths.removeFirst(), new byte[0]);
    for (Path path : paths) {
      byte[] bytes = Files.readAllBytes(path);
      for (int i = 40; i < bytes.length; i += 97) {
        bytes[i] ^= 1;
      }
      Files.write(path, bytes);
    }
    try (Database reader = Database.openReadOnly(folder)) {
      check(reader.openTable("t"));
    }
    database = new TestDatabase(folder);
    table = database.table("t");
    check(table);
    table.awaitUpkeep();
    check(table);
    assertThat(table.verify().problems()).isEmpty();
    assertThat(table.indexes()).allMatch(index -> index.indexed() == 1);
    database.close();
  }

  @Test
  void aKindThatDoesNotFitIsRefusedAndThoseThatDoAreNamed() {
    Table table = database.table("t");
    assertThatThrownBy(() -> table.createIndex("tags", ScalarIndex.ORDERED))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("'tags'")
        .hasMessageContaining("[LABEL_LIST]");
    assertThatThrownBy(() -> table.createIndex("year", ScalarIndex.LABEL_LIST))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("[ORDERED, BITMAP]");
    assertThatThrownBy(() -> table.createIndex("v", ScalarIndex.BITMAP))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("no kind fits");
    assertThatThrownBy(() -> table.createIndex("yeer", ScalarIndex.BITMAP))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("'year'");
    database.close();
  }

  private static void createAll(Table table) {
    table.createIndex("id", ScalarIndex.ORDERED);
    table.createIndex("year", ScalarIndex.ORDERED);
    table.createIndex("lang", ScalarIndex.BITMAP);
    table.createIndex("tags", ScalarIndex.LABEL_LIST);
  }

  /** Rows up to 5,000: whatever comes later has later years and other languages. */
  private static void check(Reader reader) {
    assertThat(reader.count(Filters.eq("id", 4_321L))).isEqualTo(1);
    assertThat(reader.count(Filters.between("year", 1950, 1959))).isEqualTo(500);
    assertThat(reader.count(Filters.eq("lang", "fr"))).isEqualTo(1_000);
    assertThat(reader.count(Filters.hasAny("tags", "t7", "t8"))).isEqualTo(400);
    assertThat(reader.count(Filters.hasAll("tags", "t7", "even"))).isEqualTo(100);
    assertThat(reader.count(Filters.hasAll("tags", "t8", "even"))).isEqualTo(100);
    assertThat(reader.count(Filters.like("lang", "d%").and(Filters.lt("year", 1920))))
        .isEqualTo(200);
  }

  private static List<Map<String, Object>> rows(int from, int to) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      Map<String, Object> row = new HashMap<>();
      boolean first = i < 5_000;
      row.put("id", (long) i);
      row.put("year", first ? 1900 + i / 50 : 2100 + i % 7);
      row.put("lang", i % 5 == 4 ? null : first ? LANGS.get(i % 5) : "xx");
      row.put("tags", first ? List.of("t" + i % 25, i % 2 == 0 ? "even" : "odd") : List.of());
      row.put("v", new float[] {i, 1});
      rows.add(row);
    }
    return rows;
  }

  private List<String> files(String prefix) {
    try (Stream<Path> files = Files.list(folder.resolve("t/index"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith(prefix))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
