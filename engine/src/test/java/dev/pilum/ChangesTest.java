package dev.pilum;

import static dev.pilum.RowChange.Kind.DELETE;
import static dev.pilum.RowChange.Kind.INSERT;
import static dev.pilum.RowChange.Kind.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commits changed, told in order from any position that is kept. */
class ChangesTest {
  private static final Schema SCHEMA =
      Schema.builder().key("id", Types.utf8()).field("n", Types.int32()).build();

  @TempDir Path folder;
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = new TestDatabase(folder);
    database.get().createTable("docs", SCHEMA).setRetention(Retention.ALL);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void eachCommitIsToldOnceWithWhatItDid() {
    docs().add(List.of(row("a", 1), row("b", 2)));
    docs().upsert(List.of(row("b", 3), row("c", 4)));
    docs().deleteAll(List.of("a", "c"));
    database.inEveryPlace(
        "docs",
        reader -> {
          List<RowChange> changes = changes((Table) reader, 0, ChangeMode.EVERY);
          assertThat(changes)
              .extracting(
                  RowChange::version,
                  RowChange::index,
                  RowChange::kind,
                  RowChange::key,
                  RowChange::last)
              .containsExactly(
                  tuple(1L, 0L, INSERT, "a", false),
                  tuple(1L, 1L, INSERT, "b", true),
                  tuple(2L, 0L, UPDATE, "b", false),
                  tuple(2L, 1L, INSERT, "c", true),
                  tuple(3L, 0L, DELETE, "a", false),
                  tuple(3L, 1L, DELETE, "c", true));
          assertThat(changes.get(2).row()).isEqualTo(row("b", 3));
          assertThat(changes.get(4).row()).isNull();
          assertThat(changes.get(0).committedAt())
              .isEqualTo(((Table) reader).versions().get(0).committedAt());
        });
  }

  @Test
  void readingGoesOnAtAnyPositionAlsoWithinACommit() {
    docs().add(rows(0, 10, 0));
    docs().upsert(rows(5, 15, 1));
    docs().deleteAll(List.of("k3", "k4"));
    List<RowChange> all = changes(docs(), 0, ChangeMode.EVERY);
    assertThat(all).hasSize(22);
    database.inEveryPlace(
        "docs",
        reader -> {
          for (int from = 0; from < all.size(); from++) {
            try (ChangeReader rest =
                ((Table) reader).changes(all.get(from).position(), ChangeMode.EVERY)) {
              assertThat(drained(rest, 3)).isEqualTo(all.subList(from + 1, all.size()));
              assertThat(rest.position()).isEqualTo(ChangePosition.after(3));
            }
          }
        });
  }

  @Test
  void aKeyWrittenSeveralTimesByOneCommitHasChangedOnce() {
    docs().upsert(List.of(row("a", 1), row("b", 1), row("a", 2), row("a", 3)));
    docs().upsert(List.of(row("b", 2), row("b", 3)));
    database.inEveryPlace(
        "docs",
        reader ->
            assertThat(changes((Table) reader, 0, ChangeMode.EVERY))
                .extracting(RowChange::version, RowChange::kind, RowChange::row)
                .containsExactly(
                    tuple(1L, INSERT, row("b", 1)),
                    tuple(1L, INSERT, row("a", 3)),
                    tuple(2L, UPDATE, row("b", 3))));
  }

  @Test
  void theLastChangeOfEachKeyIsEnoughForTheResult() {
    docs().add(rows(0, 3, 0));
    docs().delete("k0");
    docs().upsert(row("k0", 1));
    docs().upsert(row("k1", 1));
    docs().delete("k0");
    docs().upsert(row("new", 1));
    docs().delete("new");
    database.inEveryPlace(
        "docs",
        reader -> {
          assertThat(changes((Table) reader, 0, ChangeMode.LAST_PER_KEY))
              .extracting(RowChange::version, RowChange::kind, RowChange::key)
              .containsExactly(
                  tuple(1L, INSERT, "k2"),
                  tuple(4L, UPDATE, "k1"),
                  tuple(5L, DELETE, "k0"),
                  tuple(7L, DELETE, "new"));
          assertThat(changes((Table) reader, 4, ChangeMode.LAST_PER_KEY))
              .extracting(RowChange::key)
              .containsExactly("k0", "new");
        });
  }

  @Test
  void withoutAKeyRowsAreKnownByTheirNumbers() {
    Table log =
        database.get().createTable("log", Schema.builder().field("n", Types.int32()).build());
    log.setRetention(Retention.ALL);
    log.add(List.of(Row.of("n", 1), Row.of("n", 2)));
    log.updateWhere(dev.pilum.filter.Filters.eq("n", 1), Row.of("n", 3));
    log.deleteWhere(dev.pilum.filter.Filters.eq("n", 2));
    database.inEveryPlace(
        "log",
        reader -> {
          assertThat(changes((Table) reader, 0, ChangeMode.EVERY))
              .extracting(RowChange::version, RowChange::kind, RowChange::rowId, RowChange::key)
              .containsExactly(
                  tuple(1L, INSERT, 1L, null),
                  tuple(1L, INSERT, 2L, null),
                  tuple(2L, DELETE, 1L, null),
                  tuple(2L, INSERT, 3L, null),
                  tuple(3L, DELETE, 2L, null));
          assertThat(changes((Table) reader, 0, ChangeMode.LAST_PER_KEY))
              .extracting(RowChange::kind, RowChange::rowId)
              .containsExactly(tuple(DELETE, 1L), tuple(INSERT, 3L), tuple(DELETE, 2L));
        });
  }

  @Test
  void aReaderShowsWhatWasThereWhenItWasMade() {
    docs().add(rows(0, 2, 0));
    try (ChangeReader reader = docs().changes(0)) {
      docs().deleteAll(List.of("k0", "k1"));
      docs().optimize();
      assertThat(reader.upTo()).isEqualTo(1);
      assertThat(drained(reader, 1)).extracting(RowChange::kind).containsExactly(INSERT, INSERT);
      assertThat(reader.read(5).isEmpty()).isTrue();
      assertThat(reader.schema()).isEqualTo(SCHEMA);
    }
  }

  @Test
  void changesThatAreGoneAreRefusedWithWhatToDo() {
    docs().setRetention(Retention.NEWEST);
    docs().add(rows(0, 2, 0));
    docs().delete("k0");
    docs().flush();
    assertThatThrownBy(() -> docs().changes(1))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("the changes after version 1 are not kept, only those after 2")
        .hasMessageContaining("copy the rows of a snapshot");
    assertThat(changes(docs(), 2, ChangeMode.EVERY)).isEmpty();
  }

  /** A change of columns is a version that changes no row. */
  @Test
  void nothingIsPassedOverOfAnotherVersionThanThePositionNames() {
    docs().add(rows(0, 2, 0));
    docs().alter().add(Field.of("m", Types.int32())).apply();
    docs().add(rows(2, 5, 0));
    assertThat(docs().version()).isEqualTo(3);
    try (ChangeReader reader = docs().changes(new ChangePosition(1, 2), ChangeMode.EVERY)) {
      assertThat(reader.read(100).changes()).hasSize(3);
    }
  }

  @Test
  void callsThatMakeNoSenseAreRefused() {
    docs().add(rows(0, 2, 0));
    assertThatThrownBy(() -> docs().changes(-1))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("count from 0");
    assertThatThrownBy(() -> docs().changes(2))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("position 2 is not there yet: the newest version is 1");
    assertThatThrownBy(() -> docs().changes(new ChangePosition(1, 4), ChangeMode.EVERY))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("position 1+4 is not there yet");
    ChangeReader reader = docs().changes(0);
    assertThatThrownBy(() -> reader.read(0)).isInstanceOf(InvalidRequest.class);
    reader.close();
    reader.close();
    assertThatThrownBy(() -> reader.read(1)).isInstanceOf(Closed.class);
  }

  @Test
  void aReadGivenUpIsReadAgainFromTheSamePlace() {
    docs().add(rows(0, 5, 0));
    docs().upsert(rows(0, 5, 1));
    try (ChangeReader reader = docs().changes(0)) {
      assertThat(reader.read(3).size()).isEqualTo(3);
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> reader.read(5)).hasMessageContaining("interrupted");
      assertThat(Thread.interrupted()).isTrue();
      assertThat(drained(reader, 2)).isEqualTo(changes(docs(), 0, ChangeMode.EVERY).subList(3, 10));
    }
  }

  private Table docs() {
    return database.table("docs");
  }

  private static List<RowChange> changes(Table table, long after, ChangeMode mode) {
    try (ChangeReader reader = table.changes(ChangePosition.after(after), mode)) {
      return drained(reader, 2);
    }
  }

  private static List<RowChange> drained(ChangeReader reader, int batch) {
    List<RowChange> all = new ArrayList<>();
    for (ChangeBatch next = reader.read(batch); !next.isEmpty(); next = reader.read(batch)) {
      all.addAll(next.changes());
    }
    return all;
  }

  private static List<Row> rows(int from, int end, int n) {
    return IntStream.range(from, end).mapToObj(i -> row("k" + i, n)).toList();
  }

  private static Row row(String id, int n) {
    return Row.of("id", id, "n", n);
  }
}
