package dev.pilum;

import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.ge;
import static dev.pilum.filter.Filters.isNull;
import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each write does, what it says it did, and that a refused one does nothing. */
class WriteTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("word", Types.utf8())
          .field(new Field(0, "n", Types.int32(), false, Map.of()))
          .vector("v", 2, Metric.L2)
          .build();

  @TempDir private Path folder;
  private TestDatabase test;
  private Table table;

  @BeforeEach
  void open() {
    test = new TestDatabase(folder);
    table = test.get().createTable("t", SCHEMA);
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void addTellsVersionAndCount() {
    assertThat(table.add(rows(1, 2, 3))).isEqualTo(new WriteResult(1, 3, 0));
    assertThat(table.add(rows(4))).isEqualTo(new WriteResult(2, 1, 0));
    assertThat(table.version()).isEqualTo(2);
    assertHolds(1, 2, 3, 4);
  }

  @Test
  void addRefusesAKeyThatIsTakenAndAddsNothing() {
    table.add(rows(1, 2));
    assertRefused(() -> table.add(rows(5, 6, 2, 7)), "row 2", "upsert");
    table.flush();
    assertRefused(() -> table.add(rows(5, 1)), "row 1", "upsert");
    assertRefused(() -> table.add(batch(5, 6, 1)), "row 2", "upsert");
    assertThat(table.version()).isOne();
    assertHolds(1, 2);
  }

  @Test
  void addRefusesAKeyThatIsThereTwiceAndAddsNothing() {
    assertRefused(() -> table.add(rows(1, 2, 3, 2)), "row 3", "twice");
    assertRefused(() -> table.add(batch(1, 1)), "row 1", "twice");
    assertThat(table.version()).isZero();
    assertHolds();
  }

  @Test
  void aKeyThatWasDeletedMayBeAddedAgain() {
    table.add(rows(1, 2));
    table.delete(1);
    assertThat(table.add(rows(1))).isEqualTo(new WriteResult(3, 1, 0));
    table.flush();
    table.delete(2);
    table.add(rows(2));
    assertHolds(1, 2);
  }

  @Test
  void upsertReplacesWhatIsThereAndAddsTheRest() {
    table.add(rows(1, 2));
    table.flush();
    table.add(rows(3));
    assertThat(table.upsert(List.of(row(2, "new"), row(3, "new"), row(4, "new"))))
        .isEqualTo(new WriteResult(3, 3, 2));
    test.inEveryPlace(
        "t",
        reader -> {
          assertThat(reader.count()).isEqualTo(4);
          assertThat(reader.count(eq("word", "new"))).isEqualTo(3);
          assertThat(reader.get(1).text("word")).isEqualTo("w1");
          assertThat(reader.get(2).text("word")).isEqualTo("new");
          assertThat(reader.scan().rows())
              .extracting(row -> row.get("id"))
              .containsExactly(1L, 2L, 3L, 4L);
        });
  }

  @Test
  void ofRowsWithOneKeyInAnUpsertTheLastStays() {
    WriteResult written = table.upsert(List.of(row(1, "a"), row(2, "b"), row(1, "c"), row(1, "d")));
    assertThat(written.rowsWritten() - written.rowsRemoved()).isEqualTo(2);
    assertThat(written.version()).isOne();
    test.inEveryPlace(
        "t",
        reader -> {
          assertThat(reader.count()).isEqualTo(2);
          assertThat(reader.get(1).text("word")).isEqualTo("d");
          assertThat(reader.scan().rows()).extracting(row -> row.get("id")).containsExactly(2L, 1L);
        });
  }

  @Test
  void upsertedRowsReplaceWholeRowsNotSingleColumns() {
    table.add(rows(1));
    table.upsert(Row.of("id", 1, "n", 7));
    assertThat(table.get(1).text("word")).isNull();
    assertThat(table.get(1).vector("v")).isNull();
  }

  @Test
  void updateByKeySetsSomeColumnsAndKeepsTheOthers() {
    table.add(rows(1, 2));
    table.flush();
    assertThat(table.update(1, Map.of("word", "changed"))).isEqualTo(new WriteResult(2, 1, 1));
    assertThat(table.update(2, Collections.singletonMap("v", null)))
        .isEqualTo(new WriteResult(3, 1, 1));
    test.inEveryPlace(
        "t",
        reader -> {
          assertThat(reader.count()).isEqualTo(2);
          assertThat(reader.get(1).text("word")).isEqualTo("changed");
          assertThat(reader.get(1).get("n")).isEqualTo(1);
          assertThat(reader.get(1).vector("v")).containsExactly(1, 0);
          assertThat(reader.get(2).vector("v")).isNull();
          assertThat(reader.search("v", new float[2]).hits()).hasSize(1);
        });
  }

  @Test
  void updateOfAKeyThatIsNotThereDoesNothing() {
    table.add(rows(1));
    assertThat(table.update(9, Map.of("word", "x"))).isEqualTo(new WriteResult(1, 0, 0));
    assertHolds(1);
  }

  @Test
  void updateWhereSetsAllMatchingRowsAtOnce() {
    table.add(rows(1, 2, 3, 4));
    table.flush();
    table.add(rows(5, 6));
    assertThat(table.updateWhere(ge("n", 3), Map.of("word", "big", "n", 0)))
        .isEqualTo(new WriteResult(3, 4, 4));
    assertThat(table.updateWhere(ge("n", 3), Map.of("word", "none")))
        .isEqualTo(new WriteResult(3, 0, 0));
    test.inEveryPlace(
        "t",
        reader -> {
          assertThat(reader.count()).isEqualTo(6);
          assertThat(reader.count(eq("word", "big"))).isEqualTo(4);
          assertThat(reader.count(lt("n", 1))).isEqualTo(4);
          assertThat(
                  reader.search("v", new float[] {6, 0}).limit(1).hits().getFirst().row().get("id"))
              .isEqualTo(6L);
        });
  }

  @Test
  void theKeyCannotBeSetNorCanUnknownColumnsOrBadValues() {
    table.add(rows(1));
    assertRefused(() -> table.update(1, Map.of("id", 2)), "'id'", "key");
    assertRefused(() -> table.updateWhere(eq("id", 1), Map.of("id", 1)), "'id'", "key");
    assertRefused(() -> table.update(1, Map.of("wrod", "x")), "'wrod'", "'word'");
    assertRefused(
        () -> table.updateWhere(eq("wrod", "x"), Map.of("word", "x")), "'wrod'", "'word'");
    assertRefused(() -> table.update(1, Map.of("v", new float[3])), "'v'", "dimension 2", "got 3");
    assertRefused(() -> table.update(1, Collections.singletonMap("n", null)), "'n'", "null");
    assertRefused(() -> table.update(1, Map.of("n", "many")), "'n'", "int32");
    assertRefused(() -> table.update(1, Map.of()), "at least one");
    assertThat(table.version()).isOne();
    assertHolds(1);
  }

  @Test
  void deleteTellsWhatItFound() {
    table.add(rows(1, 2, 3, 4));
    table.flush();
    table.add(rows(5, 6));
    assertThat(table.delete(1)).isEqualTo(new WriteResult(3, 0, 1));
    assertThat(table.delete(1)).isEqualTo(new WriteResult(3, 0, 0));
    assertThat(table.deleteAll(List.of(2, 99, 6))).isEqualTo(new WriteResult(4, 0, 2));
    assertThat(table.deleteAll(List.of())).isEqualTo(new WriteResult(4, 0, 0));
    assertHolds(3, 4, 5);
  }

  @Test
  void aKeyNamedTwiceIsDeletedOnce() {
    table.add(rows(1, 2));
    assertThat(table.deleteAll(List.of(1, 1, 1L))).isEqualTo(new WriteResult(2, 0, 1));
    assertHolds(2);
  }

  @Test
  void deleteWhereDeletesAllThatMatchInEverySource() {
    table.add(rows(1, 2, 3, 4));
    table.flush();
    table.add(rows(5, 6));
    assertThat(table.deleteWhere(ge("n", 4))).isEqualTo(new WriteResult(3, 0, 3));
    assertThat(table.deleteWhere(isNull("word"))).isEqualTo(new WriteResult(3, 0, 0));
    assertHolds(1, 2, 3);
    assertRefused(() -> table.deleteWhere(eq("m", 1)), "'m'");
  }

  @Test
  void deletingEverythingLeavesAnEmptyTable() {
    table.add(rows(1, 2, 3));
    table.flush();
    table.add(rows(4));
    table.deleteWhere(ge("id", 0));
    assertHolds();
    table.optimize();
    assertHolds();
    table.add(rows(1));
    assertHolds(1);
  }

  @Test
  void writesOfNothingAreNoVersions() {
    assertThat(table.add(List.of())).isEqualTo(new WriteResult(0, 0, 0));
    assertThat(table.upsert(List.of())).isEqualTo(new WriteResult(0, 0, 0));
    assertThat(table.deleteWhere(ge("id", 0))).isEqualTo(new WriteResult(0, 0, 0));
    assertThat(table.add(batch())).isEqualTo(new WriteResult(0, 0, 0));
    table.flush();
    table.optimize();
    assertThat(table.version()).isZero();
  }

  @Test
  void flushingAndMergingAreNoVersions() {
    table.add(rows(1));
    table.flush();
    table.add(rows(2));
    table.flush();
    table.optimize();
    assertThat(table.version()).isEqualTo(2);
    assertThat(table.upsert(row(3, "x")).version()).isEqualTo(3);
    test.reopen();
    assertThat(test.table("t").version()).isEqualTo(3);
    assertThat(test.table("t").upsert(row(4, "x")).version()).isEqualTo(4);
  }

  @Test
  void aBatchWithOneBadRowWritesNothing() {
    table.add(rows(1));
    assertRefused(() -> table.add(List.of(row(2, "x"), Row.of("id", 3))), "'n'", "row 1");
    assertRefused(
        () -> table.upsert(List.of(row(2, "x"), Row.of("word", "no key", "n", 1))),
        "'id'",
        "row 1");
    assertRefused(
        () ->
            table.upsert(
                List.of(row(1, "x"), Row.of("id", 2, "n", 1, "v", new float[] {1, Float.NaN}))),
        "'v'",
        "row 1");
    assertRefused(
        () -> table.upsert(Row.of("id", 2, "n", 1, "v", new float[] {1, Float.POSITIVE_INFINITY})),
        "'v'",
        "row 0");
    assertRefused(
        () -> table.upsert(Row.of("id", 2, "n", 1, "v", new float[] {1})),
        "'v'",
        "dimension 2",
        "got 1");
    assertRefused(() -> table.upsert(Row.of("id", 2, "n", 1, "wort", "x")), "'wort'", "'word'");
    assertRefused(() -> table.upsert(Row.of("id", 2, "n", 1L << 40)), "'n'", "row 0");
    assertRefused(
        () ->
            table.upsert(
                table
                    .newBatch()
                    .longs("id", new long[] {2})
                    .ints("n", new int[1])
                    .vectors("v", new float[] {Float.NaN, 0})
                    .build()),
        "'v'",
        "row 0");
    assertThat(table.version()).isOne();
    assertHolds(1);
  }

  @Test
  void arraysHandedInMayBeReusedOnceTheWriteReturned() {
    float[] vector = {1, 2};
    long[] ids = {1};
    table.upsert(
        table.newBatch().longs("id", ids).ints("n", new int[] {1}).vectors("v", vector).build());
    table.upsert(Row.of("id", 2, "n", 1, "v", vector));
    Arrays.fill(vector, 9);
    ids[0] = 9;
    assertThat(table.get(1).vector("v")).containsExactly(1, 2);
    assertThat(table.get(2).vector("v")).containsExactly(1, 2);
  }

  private void assertHolds(long... keys) {
    List<Long> expected = LongStream.of(keys).boxed().toList();
    test.inEveryPlace(
        "t",
        reader -> {
          assertThat(reader.count()).isEqualTo(keys.length);
          assertThat(reader.count(ge("id", Long.MIN_VALUE))).isEqualTo(keys.length);
          assertThat(reader.scan().rows())
              .extracting(row -> row.get("id"))
              .containsExactlyInAnyOrderElementsOf(expected);
          for (long key = 0; key < 10; key++) {
            assertThat(reader.exists(key)).isEqualTo(expected.contains(key));
            assertThat(reader.get(key) != null).isEqualTo(expected.contains(key));
          }
          assertThat(reader.search("v", new float[2]).hits()).hasSize(keys.length);
        });
    table = test.table("t");
  }

  private static void assertRefused(Runnable write, String... parts) {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(write::run)
        .satisfies(e -> assertThat(Objects.requireNonNull(e.getMessage())).contains(parts));
  }

  private Batch batch(long... ids) {
    int[] numbers = LongStream.of(ids).mapToInt(id -> (int) id).toArray();
    return table
        .newBatch()
        .longs("id", ids)
        .ints("n", numbers)
        .vectors("v", new float[2 * ids.length])
        .build();
  }

  private static List<Row> rows(long... ids) {
    return LongStream.of(ids).mapToObj(id -> row(id, "w" + id)).toList();
  }

  private static Row row(long id, String word) {
    return Row.of("id", id, "word", word, "n", (int) id, "v", new float[] {id, 0});
  }
}
