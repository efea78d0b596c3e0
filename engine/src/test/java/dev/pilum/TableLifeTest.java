package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableLifeTest {
  private static final Schema DOCS =
      Schema.builder()
          .key("id", Types.utf8())
          .field("year", Types.int32())
          .vector("embedding", 2, Metric.L2)
          .build();

  @TempDir private Path folder;
  private TestDatabase test;

  @BeforeEach
  void open() {
    test = new TestDatabase(folder);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void aNewDatabaseHasNoTables() {
    assertThat(test.get().tableNames()).isEmpty();
    assertThat(test.get().hasTable("docs")).isFalse();
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> test.get().openTable("docs"))
        .withMessageContaining("'docs'")
        .withMessageContaining("no tables");
  }

  @Test
  void aDatabaseIsCreatedWithItsParents() {
    try (Database deep = Database.open(folder.resolve("a/b/c"))) {
      deep.createTable("docs", DOCS);
    }
    assertThat(folder.resolve("a/b/c/docs")).isDirectory();
  }

  @Test
  void aCreatedTableIsEmptyAndThereAfterReopening() {
    Table docs = test.get().createTable("docs", DOCS);
    assertThat(docs.name()).isEqualTo("docs");
    assertThat(docs.schema()).isEqualTo(DOCS);
    assertThat(docs.count()).isZero();
    assertThat(docs.version()).isZero();
    assertThat(docs.scan().rows()).isEmpty();
    assertThat(docs.search("embedding", new float[2]).hits()).isEmpty();
    test.inEveryPlace(
        "docs",
        table -> {
          assertThat(table.schema()).isEqualTo(DOCS);
          assertThat(table.count()).isZero();
          assertThat(table.get("x")).isNull();
        });
  }

  @Test
  void openingTwiceGivesTheSameTable() {
    Table docs = test.get().createTable("docs", DOCS);
    assertThat(test.get().openTable("docs")).isSameAs(docs);
    assertThat(test.get().createTableIfAbsent("docs", DOCS)).isSameAs(docs);
  }

  @Test
  void namesAreListedInOrder() {
    for (String name : List.of("zebra", "Ant", "bee", "a.b", "1")) {
      test.get().createTable(name, DOCS);
    }
    assertThat(test.get().tableNames()).containsExactly("1", "Ant", "a.b", "bee", "zebra");
    test.reopen();
    assertThat(test.get().tableNames()).containsExactly("1", "Ant", "a.b", "bee", "zebra");
    assertThat(test.get().hasTable("bee")).isTrue();
  }

  @Test
  void creatingATableThatIsThereIsAConflictAndLeavesItAlone() {
    test.get().createTable("docs", DOCS).add(List.of(Row.of("id", "a")));
    assertThatExceptionOfType(Conflict.class)
        .isThrownBy(() -> test.get().createTable("docs", DOCS))
        .withMessageContaining("'docs'");
    assertThat(test.table("docs").count()).isOne();
  }

  @Test
  void aTableOfAnotherSchemaIsNotTakenForTheOneAskedFor() {
    test.get().createTable("docs", DOCS);
    Schema other = Schema.builder().key("id", Types.utf8()).field("year", Types.int64()).build();
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> test.get().createTableIfAbsent("docs", other))
        .withMessageContaining("year int32")
        .withMessageContaining("year int64");
  }

  @Test
  void aTableOfAnotherMetricIsNotTakenForTheOneAskedFor() {
    test.get().createTable("docs", DOCS);
    Schema other =
        Schema.builder()
            .key("id", Types.utf8())
            .field("year", Types.int32())
            .vector("embedding", 2, Metric.DOT)
            .build();
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> test.get().createTableIfAbsent("docs", other));
  }

  @Test
  void aMistypedTableNameIsAnsweredWithTheNearestOne() {
    test.get().createTable("documents", DOCS);
    test.get().createTable("users", DOCS);
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> test.get().openTable("documnets"))
        .withMessageContaining("'documents'");
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> test.get().dropTable("user"))
        .withMessageContaining("'users'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        ".hidden",
        "a/b",
        "../escape",
        "a\\b",
        "/etc",
        "with space",
        "tab\t",
        "nul\0",
        "ü",
        "a:b",
        "a*",
        "CON",
        "con",
        "nul",
        "NUL.txt",
        "com1",
        "Lpt9.x",
        "aux",
        "prn",
        "LOCK",
        "lock",
        "LOCK.owner",
        "ends."
      })
  void namesThatSomeFileSystemWouldNotTakeAreRefused(String name) {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> test.get().createTable(name, DOCS));
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> test.get().createTableIfAbsent(name, DOCS));
    assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> test.get().openTable(name));
    assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> test.get().hasTable(name));
    assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> test.get().dropTable(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "A.b-c_d",
        "_x",
        "-x",
        "0",
        "a..b",
        "con2",
        "console",
        "lockers",
        "x.lock",
        "manifest",
        "wal",
        "data"
      })
  void namesThatEveryFileSystemTakesAreTables(String name) {
    test.get().createTable(name, DOCS).add(List.of(Row.of("id", name)));
    test.reopen();
    assertThat(test.get().tableNames()).containsExactly(name);
    assertThat(test.table(name).get(name)).isNotNull();
  }

  @Test
  void namesHaveAtMost64Characters() {
    String longest = "n".repeat(64);
    test.get().createTable(longest, DOCS);
    assertThat(test.get().hasTable(longest)).isTrue();
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> test.get().createTable(longest + "n", DOCS))
        .withMessageContaining("64");
  }

  @Test
  void foreignFoldersInADatabaseAreNoTables() throws IOException {
    Files.createDirectories(folder.resolve("notes"));
    Files.writeString(folder.resolve("readme.txt"), "not a table");
    test.reopen();
    assertThat(test.get().tableNames()).isEmpty();
    test.get().createTable("notes", DOCS);
    assertThat(test.get().tableNames()).containsExactly("notes");
  }

  @Test
  void aDroppedTableIsGoneWithItsFilesAndItsNameIsFree() {
    Table docs = test.get().createTable("docs", DOCS);
    docs.add(List.of(Row.of("id", "a"), Row.of("id", "b")));
    docs.flush();
    test.get().dropTable("docs");
    assertThat(test.get().hasTable("docs")).isFalse();
    assertThat(folder.resolve("docs")).doesNotExist();
    Table again = test.get().createTable("docs", Schema.builder().key("n", Types.int64()).build());
    assertThat(again.count()).isZero();
    again.add(List.of(Row.of("n", 1)));
    test.inEveryPlace(
        "docs", table -> assertThat(table.scan().rows()).containsExactly(Row.of("n", 1L)));
  }

  @Test
  void droppingWhatIsNotThereIsRefused() {
    assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> test.get().dropTable("docs"));
  }

  @Test
  void aSnapshotOutlivesItsTable() {
    Table docs = test.get().createTable("docs", DOCS);
    docs.add(List.of(Row.of("id", "a", "year", 1999, "embedding", new float[] {1, 2})));
    docs.flush();
    docs.add(List.of(Row.of("id", "b", "year", 2000, "embedding", new float[] {3, 4})));
    try (Snapshot before = docs.snapshot()) {
      test.get().dropTable("docs");
      assertThat(before.count()).isEqualTo(2);
      assertThat(before.get("a").get("year")).isEqualTo(1999);
      assertThat(before.search("embedding", new float[] {3, 4}).hits().getFirst().row().text("id"))
          .isEqualTo("b");
    }
    assertThatCode(() -> test.get().createTable("docs", DOCS)).doesNotThrowAnyException();
  }

  @Test
  void rowsOfOneTableAreNotSeenInAnother() {
    test.get().createTable("a", DOCS).add(List.of(Row.of("id", "x")));
    test.get().createTable("b", DOCS).add(List.of(Row.of("id", "y")));
    test.reopen();
    assertThat(test.table("a").exists("y")).isFalse();
    assertThat(test.table("b").exists("y")).isTrue();
  }

  @Test
  void closingTwiceDoesNothing() {
    test.get().close();
    assertThatCode(() -> test.get().close()).doesNotThrowAnyException();
  }

  @Test
  void aClosedAndReopenedDatabaseKeepsFewFiles() throws IOException {
    test.get().createTable("docs", DOCS);
    for (int i = 0; i < 20; i++) {
      test.table("docs").upsert(Row.of("id", "k" + i));
      test.reopen();
    }
    assertThat(test.table("docs").count()).isEqualTo(20);
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).count()).isLessThan(15);
    }
  }
}
