package dev.pilum;

import static dev.pilum.filter.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows merged into a table: what matches, what does not, and what happens to it. */
class MergeTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .field("city", Types.utf8())
          .field("n", Types.int32())
          .vector("v", 2, Metric.L2)
          .build();

  @TempDir Path folder;
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = new TestDatabase(folder);
    database.get().createTable("docs", SCHEMA);
    docs().add(List.of(row("a", "Ulm", 1), row("b", "Ulm", 2), row("c", "Bonn", 3)));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void matchedRowsAreUpdatedAndOthersInserted() {
    MergeResult result =
        docs()
            .merge(List.of(row("b", "Ulm", 20), row("d", "Jena", 4)))
            .whenMatchedUpdateAll()
            .whenNotMatchedInsertAll()
            .run();
    assertThat(result).isEqualTo(new MergeResult(2, 1, 1, 0, 0, 0));
    database.inEveryPlace(
        "docs",
        reader -> assertThat(numbers(reader)).isEqualTo(Map.of("a", 1, "b", 20, "c", 3, "d", 4)));
  }

  @Test
  void withoutInsertNothingComesAndWithoutUpdateNothingChanges() {
    List<Row> rows = List.of(row("b", "Ulm", 20), row("d", "Jena", 4));
    assertThat(docs().merge(rows).whenMatchedUpdateAll().run())
        .isEqualTo(new MergeResult(2, 0, 1, 0, 0, 1));
    assertThat(docs().merge(rows).whenNotMatchedInsertAll().run())
        .isEqualTo(new MergeResult(3, 1, 0, 0, 0, 1));
    assertThat(docs().merge(rows).run())
        .as("no commit")
        .isEqualTo(new MergeResult(3, 0, 0, 0, 0, 2));
    assertThat(docs().version()).isEqualTo(3);
  }

  @Test
  void aConditionLooksAtBothRows() {
    MergeResult result =
        docs()
            .merge(List.of(row("a", "Ulm", 5), row("b", "Ulm", 1), row("c", null, 9)))
            .whenMatchedUpdateAll("source.n > target.n AND source.city = target.city")
            .run();
    assertThat(result).isEqualTo(new MergeResult(2, 0, 1, 0, 0, 2));
    assertThat(numbers(docs())).isEqualTo(Map.of("a", 5, "b", 2, "c", 3));
  }

  @Test
  void theFirstConditionThatIsTrueDecides() {
    MergeResult result =
        docs()
            .merge(List.of(row("a", "Ulm", 0), row("b", "Ulm", 7), row("c", "Bonn", 3)))
            .whenMatchedDelete("source.n = ?", 0)
            .whenMatchedUpdateAll("source.n <> target.n")
            .run();
    assertThat(result).isEqualTo(new MergeResult(2, 0, 1, 1, 0, 1));
    assertThat(numbers(docs())).isEqualTo(Map.of("b", 7, "c", 3));
  }

  @Test
  void someColumnsAreUpdatedAndTheOthersStay() {
    docs().merge(List.of(Row.of("id", "a", "n", 10))).whenMatchedUpdateAll().run();
    assertThat(docs().get("a")).containsEntry("city", "Ulm").containsEntry("n", 10);
    docs().merge(List.of(row("b", "Rom", 30))).whenMatchedUpdate("city").run();
    assertThat(docs().get("b")).containsEntry("city", "Rom").containsEntry("n", 2);
    docs()
        .merge(List.of(row("c", "Rom", 30)))
        .whenMatchedUpdate(Sql.filter("target.v IS NULL"), "n")
        .run();
    assertThat(docs().get("c")).as("it has a vector").containsEntry("n", 3);
    docs().merge(List.of(Row.of("id", "e", "n", 5))).whenNotMatchedInsertAll().run();
    assertThat(docs().get("e")).containsEntry("city", null).containsEntry("v", null);
  }

  @Test
  void rowsThatTheSourceDoesNotHaveAreDeletedWhereAConditionIsTrue() {
    MergeResult result =
        docs()
            .merge(List.of(row("a", "Ulm", 1)))
            .whenNotMatchedBySourceDelete("city = 'Ulm'")
            .run();
    assertThat(result).isEqualTo(new MergeResult(2, 0, 0, 1, 0, 1));
    assertThat(numbers(docs())).isEqualTo(Map.of("a", 1, "c", 3));
    docs()
        .merge(List.of(row("x", "Ulm", 1)))
        .whenNotMatchedInsertAll()
        .whenNotMatchedBySourceDelete()
        .run();
    assertThat(numbers(docs())).isEqualTo(Map.of("x", 1));
    docs().merge(List.<Row>of()).whenNotMatchedBySourceDelete(eq("n", 2)).run();
    assertThat(docs().count()).isEqualTo(1);
    docs().merge(List.<Row>of()).whenNotMatchedBySourceDelete().run();
    assertThat(docs().count()).isZero();
  }

  @Test
  void ofRowsThatMatchAlikeTheLastCounts() {
    MergeResult result =
        docs()
            .merge(List.of(row("a", "x", 7), row("d", "x", 1), row("a", "x", 8), row("d", "x", 2)))
            .whenMatchedUpdateAll()
            .whenNotMatchedInsertAll()
            .run();
    assertThat(result).isEqualTo(new MergeResult(2, 1, 1, 0, 2, 0));
    assertThat(numbers(docs())).isEqualTo(Map.of("a", 8, "b", 2, "c", 3, "d", 2));
  }

  @Test
  void rowsMatchByOtherColumnsThanTheKey() {
    MergeResult result =
        docs()
            .merge(List.of(Row.of("city", "Ulm", "n", 50), Row.of("city", "Rom", "n", 60)))
            .on("city")
            .whenMatchedUpdateAll()
            .run();
    assertThat(result).isEqualTo(new MergeResult(2, 0, 2, 0, 0, 1));
    assertThat(numbers(docs())).isEqualTo(Map.of("a", 50, "b", 50, "c", 3));
    docs().merge(List.of(row("z", "Bonn", 3))).on("city", "n").whenMatchedUpdateAll().run();
    assertThat(numbers(docs())).isEqualTo(Map.of("a", 50, "b", 50, "z", 3));
  }

  @Test
  void nullMatchesNothing() {
    docs().upsert(row("a", null, 1));
    MergeResult result =
        docs()
            .merge(List.of(row("x", null, 8), row("y", null, 9)))
            .on("city")
            .whenMatchedUpdateAll()
            .whenNotMatchedInsertAll()
            .run();
    assertThat(result).isEqualTo(new MergeResult(3, 2, 0, 0, 0, 0));
  }

  @Test
  void noKeyIsGivenTwice() {
    assertThatThrownBy(() ->
            docs().merge(List.of(row("a", "Bonn", 1))).on("city").whenMatchedUpdateAll().run())
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("a row would get the key of another row that stays in column 'id'");
    assertThatThrownBy(
            () -> docs().merge(List.of(row("z", "Ulm", 1))).on("city").whenMatchedUpdateAll().run())
        .hasMessageContaining("two rows would get the same key");
    assertThatThrownBy(() ->
            docs().merge(List.of(row("a", "Rom", 1))).on("city").whenNotMatchedInsertAll().run())
        .hasMessageContaining("nothing was merged; match by 'id'");
    assertThat(numbers(docs())).isEqualTo(Map.of("a", 1, "b", 2, "c", 3));
    docs()
        .merge(List.of(row("b", "Bonn", 3), row("c", "Ulm", 1)))
        .on("city", "n")
        .whenMatchedUpdateAll()
        .whenNotMatchedBySourceDelete()
        .run();
    assertThat(numbers(docs())).as("keys change places").isEqualTo(Map.of("b", 3, "c", 1));
  }

  @Test
  void aTableWithoutAKeyMatchesByTheColumnsThatAreNamed() {
    Table log =
        database
            .get()
            .createTable(
                "log", Schema.builder().field("n", Types.int32()).field("t", Types.utf8()).build());
    log.add(List.of(Row.of("n", 1, "t", "a"), Row.of("n", 1, "t", "b"), Row.of("n", 2, "t", "c")));
    MergeResult result =
        log.merge(List.of(Row.of("n", 1, "t", "x"), Row.of("n", 3, "t", "y")))
            .on("n")
            .whenMatchedUpdateAll()
            .whenNotMatchedInsertAll()
            .run();
    assertThat(result).isEqualTo(new MergeResult(2, 1, 2, 0, 0, 0));
    assertThat(log.scan().rows())
        .extracting(row -> row.get("t"))
        .containsExactly("c", "x", "x", "y");
    assertThatThrownBy(() -> log.merge(List.of(Row.of("n", 1))).run())
        .hasMessageContaining("has no key");
  }

  @Test
  void columnsMergeLikeRows() {
    Batch batch =
        docs()
            .newBatch()
            .strings("id", new String[] {"a", "d"})
            .ints("n", new int[] {9, 4})
            .build();
    MergeResult result = docs().merge(batch).whenMatchedUpdate("n").whenNotMatchedInsertAll().run();
    assertThat(result).isEqualTo(new MergeResult(2, 1, 1, 0, 0, 0));
    assertThat(numbers(docs())).isEqualTo(Map.of("a", 9, "b", 2, "c", 3, "d", 4));
    assertThat(docs().get("a")).containsEntry("city", "Ulm");
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    Merge merge = docs().merge(List.of(Row.of("id", "a", "n", 1)));
    assertThatThrownBy(() -> merge.on("city"))
        .hasMessageContaining("no column 'city', by which rows match");
    assertThatThrownBy(() -> merge.on("cty")).hasMessageContaining("did you mean 'city'");
    assertThatThrownBy(() -> merge.on()).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> merge.whenMatchedUpdate("city"))
        .hasMessageContaining("which is to be updated");
    assertThatThrownBy(() -> merge.whenMatchedUpdate()).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> merge.whenMatchedUpdateAll("source.city = target.city"))
        .hasMessageContaining("city");
    assertThatThrownBy(() -> merge.whenMatchedUpdateAll("n > 1"))
        .hasMessageContaining("unknown column 'n'");
    assertThatThrownBy(() -> docs().merge(List.of(Row.of("nn", 1))))
        .hasMessageContaining("unknown column 'nn'");
    assertThatThrownBy(() -> docs().merge(List.of(row("a", "Ulm", 1))).on("v"))
        .hasMessageContaining("have no order");
    assertThatThrownBy(
            () -> docs().merge(List.of(Row.of("n", 1))).on("n").whenNotMatchedInsertAll())
        .hasMessageContaining("no column 'id', which must not be null in rows that are inserted");
  }

  @Test
  void mergesAtTheSameTimeAddNoRowTwice() throws Exception {
    int threads = 8;
    int rounds = 60;
    Table counts = database.get().createTable("counts", SCHEMA);
    try (ExecutorService writers = Executors.newFixedThreadPool(threads)) {
      List<Future<Long>> running = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int writer = t;
        running.add(writers.submit(() -> insertsOf(counts, writer, rounds)));
      }
      long inserted = 0;
      for (Future<Long> one : running) {
        inserted += one.get();
      }
      assertThat(inserted).isEqualTo(3L * rounds);
    }
    assertThat(counts.count()).isEqualTo(3L * rounds);
    assertThat(counts.scan().rows()).extracting(row -> row.get("city")).doesNotHaveDuplicates();
    assertThat(counts.verify().problems()).isEmpty();
  }

  /** Adds three cities a round, each writer under keys of its own: the first one's stay. */
  private static long insertsOf(Table counts, int writer, int rounds) {
    long inserted = 0;
    for (int round = 0; round < rounds; round++) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String city = "city " + (3 * round + i);
        rows.add(row(city + " of " + writer, city, writer));
      }
      inserted += counts.merge(rows).on("city").whenNotMatchedInsertAll().run().inserted();
    }
    return inserted;
  }

  private Table docs() {
    return database.table("docs");
  }

  private static Map<Object, Object> numbers(Reader reader) {
    Map<Object, Object> numbers = new HashMap<>();
    reader.scan().rows().forEach(row -> numbers.put(row.get("id"), row.get("n")));
    return numbers;
  }

  private static Row row(String id, @Nullable String city, int n) {
    return Row.of("id", id, "city", city, "n", n, "v", new float[] {n, 1});
  }
}
