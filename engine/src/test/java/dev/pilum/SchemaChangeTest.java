package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.fts.TextQuery;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.TextAnalysis;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns come, go, and change, and every read sees that at once, also after reopening. */
class SchemaChangeTest extends TableToAlter {
  private List<Object> column(String name) {
    return table.scan().select("id", name).rows().stream().map(row -> row.get(name)).toList();
  }

  @Test
  void aRenamedColumnIsFoundByItsNewNameOnly() {
    addRows(table);
    long version = table.version();
    assertThat(table.alter().rename("year", "y").rename("id", "key").apply())
        .isEqualTo(version + 1)
        .isEqualTo(table.version());
    for (int round = 0; round < 3; round++) {
      assertThat(table.schema().names()).containsExactly("key", "y", "title", "day", "v");
      assertThat(table.get(5).get("y")).isEqualTo(2005);
      assertThat(table.scan().where("y >= 2015").rows()).hasSize(5);
      assertThatThrownBy(() -> table.scan().where("year = 1"))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("year");
      if (round == 0) {
        reopen();
      } else {
        table.optimize();
      }
    }
    table.upsert(List.of(Map.of("key", 5L, "y", 1)));
    assertThat(table.get(5).get("y")).isEqualTo(1);
    assertThat(table.count()).isEqualTo(19);
  }

  @Test
  void aNameGivenToAnotherColumnDoesNotBringOldValuesBack() {
    addRows(table);
    table.alter().drop("year").apply();
    assertThat(table.schema().has("year")).isFalse();
    table.alter().add(Field.of("year", Types.int32())).apply();
    assertThat(column("year")).hasSize(19).containsOnlyNulls();
    reopen();
    assertThat(column("year")).hasSize(19).containsOnlyNulls();
    table.optimize();
    assertThat(column("year")).hasSize(19).containsOnlyNulls();
    table.alter().rename("year", "a").rename("title", "year").apply();
    assertThat(table.get(7).get("year")).isEqualTo("word7 shared");
  }

  @Test
  void columnsComeNullConstantOrComputed() {
    addRows(table);
    AtomicInteger called = new AtomicInteger();
    table
        .alter()
        .add(Field.of("n", Types.utf8()))
        .add(Field.of("c", Types.int16()).withNullable(false), Fill.value(7))
        .add(Field.of("decade", Types.int64()), Fill.sql("year / 10 * 10"))
        .add(
            Field.of("size", Types.float64()),
            Fill.batches(
                rows -> rows.stream().map(row -> ((String) row.get("title")).length()).toList()))
        .onProgress((done, total) -> called.incrementAndGet())
        .apply();
    assertThat(called).hasPositiveValue();
    table.add(List.of(Map.of("id", 50L, "c", 8, "decade", 1)));
    for (int round = 0; round < 3; round++) {
      Row row = table.get(15L);
      assertThat(row.get("n")).isNull();
      assertThat(row.get("c")).isEqualTo(7);
      assertThat(row.get("decade")).isEqualTo(2010L);
      assertThat(row.get("size")).isEqualTo(13.0);
      assertThat(table.get(50L).get("c")).isEqualTo(8);
      assertThat(table.count(Sql.filter("decade = 2010 AND c = 7"))).isEqualTo(10);
      if (round == 0) {
        reopen();
      } else {
        table.optimize();
      }
    }
    assertThatThrownBy(() -> table.add(List.of(Map.of("id", 51L))))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("'c'");
  }

  @Test
  void aWiderTypeHasTheSameValues() {
    addRows(table);
    table.createIndex("year", ScalarIndex.ORDERED);
    table.awaitUpkeep();
    table.alter().widen("year", Types.int64()).widen("day", Types.timestamp()).apply();
    table.upsert(List.of(Map.of("id", 60L, "year", 1L << 40)));
    table.awaitUpkeep();
    assertThat(table.indexes()).hasSize(1);
    for (int round = 0; round < 2; round++) {
      assertThat(table.get(60L).get("year")).isEqualTo(1L << 40);
      assertThat(table.get(4L).get("year")).isEqualTo(2004L);
      assertThat(table.get(4L).get("day").toString()).startsWith("2020-01-05T00:00");
      assertThat(table.count(Sql.filter("year BETWEEN 2004 AND 2012"))).isEqualTo(9);
      reopen();
    }
    assertThatThrownBy(() -> table.alter().widen("year", Types.int32()).apply())
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("does not have all its values");
  }

  @Test
  void textThatIsSearchedComesAndGoes() {
    addRows(table);
    table.alter().add(Field.of("body", Types.utf8()), Fill.sql("title")).apply();
    assertThat(table.searchText(TextQuery.match("word7")).hits()).hasSize(1);
    table.alter().text("body", TextAnalysis.DEFAULT).apply();
    assertThat(table.searchText(TextQuery.match("word7")).hits()).hasSize(1);
    table.alter().drop("title").rename("body", "text").apply();
    table.add(List.of(Map.of("id", 70L, "text", "word70 shared")));
    for (int round = 0; round < 2; round++) {
      assertThat(table.searchText(TextQuery.match("word12")).hits())
          .extracting(hit -> hit.row().get("id"))
          .containsExactly(12L);
      assertThat(table.searchText(TextQuery.match("shared")).limit(100).hits()).hasSize(20);
      reopen();
      table.optimize();
    }
  }

  @Test
  void aVectorColumnThatComesIsSearched() {
    addRows(table);
    table
        .alter()
        .add(
            Field.of("w", Types.vector(3)).withMetric(Metric.L2),
            Fill.batches(rows ->
                rows.stream().map(row -> new float[] {(long) row.get("id"), 0, 0}).toList()))
        .drop("v")
        .apply();
    assertThat(table.search("w", new float[] {6.2f, 0, 0}).limit(2).hits())
        .extracting(hit -> hit.row().get("id"))
        .containsExactly(6L, 7L);
    reopen();
    assertThat(table.search("w", new float[] {16.2f, 0, 0}).limit(2).hits())
        .extracting(hit -> hit.row().get("id"))
        .containsExactly(16L, 17L);
  }

  @Test
  void whatCannotBeChangedIsRefusedAndNothingIsChanged() {
    addRows(table);
    long version = table.version();
    refused(table.alter(), "stay as they are");
    refused(table.alter().drop("id"), "is the key");
    refused(table.alter().drop("nothing"), "unknown column");
    refused(table.alter().rename("year", "title"), "another is");
    refused(table.alter().add(Field.of("year", Types.utf8())), "already");
    refused(table.alter().add(Field.of("x", Types.int8()).withNullable(false)), "must not be null");
    refused(table.alter().add(Field.of("x", Types.int8()), Fill.value(300)), "300");
    refused(table.alter().add(Field.of("x", Types.int8()), Fill.sql("year")), "2000");
    refused(table.alter().add(Field.of("x", Types.int8()), Fill.sql("nothing")), "nothing");
    refused(
        table.alter().add(Field.of("x", Types.int8()), Fill.batches(rows -> List.of())),
        "0 values");
    refused(table.alter().metadata("v", Map.of("metric", "dot")), "metric");
    assertThat(table.version()).isEqualTo(version);
    assertThat(table.schema()).isEqualTo(SCHEMA);
    table.add(List.of(row(40)));
  }

  private static void refused(Alteration alteration, String why) {
    assertThatThrownBy(alteration::apply)
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining(why);
  }

  @Test
  void aFunctionThatThrowsChangesNothing() {
    addRows(table);
    long files = table.stats().diskBytes();
    assertThatThrownBy(() ->
            table
                .alter()
                .add(
                    Field.of("x", Types.int8()),
                    Fill.batches(rows -> {
                      throw new IllegalStateException("no idea");
                    }))
                .apply())
        .isInstanceOf(IllegalStateException.class);
    assertThat(table.schema()).isEqualTo(SCHEMA);
    table.add(List.of(row(41)));
    assertThat(table.count()).isEqualTo(20);
    assertThat(files).isPositive();
  }

  /**
   * The last rows get their values while writers wait: what was written then, no log would have.
   */
  @Test
  void aFunctionThatWritesToItsOwnTableIsRefusedAndLosesNothing() {
    addRows(table);
    List<Long> written = new ArrayList<>();
    Fill writing =
        Fill.batches(rows -> {
          long id = 100L + written.size();
          table.add(List.of(row(id)));
          written.add(id);
          return rows.stream().map(row -> 1).toList();
        });
    assertThatThrownBy(() -> table.alter().add(Field.of("n", Types.int32()), writing).apply())
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("while writers wait");
    assertThat(table.schema().has("n")).isFalse();
    assertThat(written).isNotEmpty().allMatch(table::exists);
    table.add(List.of(row(99)));
    assertThat(table.count()).isEqualTo(20 + written.size());
  }

  @Test
  void aQueryMadeBeforeTheChangeSaysSo() {
    addRows(table);
    Scan scan = table.scan().where("year > 2000");
    try (Snapshot snapshot = table.snapshot()) {
      table.alter().rename("year", "title2").apply();
      assertThatThrownBy(scan::rows).isInstanceOf(Conflict.class).hasMessageContaining("columns");
      assertThat(snapshot.scan().where("year > 2000").rows()).hasSize(18);
    }
  }

  @Test
  void rowsWrittenWhileAColumnIsComputedGetItToo() {
    addRows(table);
    AtomicBoolean stop = new AtomicBoolean();
    List<Long> written = new ArrayList<>();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> {
          for (long id = 100; !stop.get(); id++) {
            table.upsert(List.of(Map.of("id", id, "year", (int) id)));
            written.add(id);
          }
        });
    for (int i = 0; i < 10; i++) {
      table.alter().add(Field.of("c" + i, Types.int64()), Fill.sql("year + " + i)).apply();
      long count = table.count();
      long filled = table.count(Sql.filter("c" + i + " = year + " + i));
      assertThat(filled).isGreaterThanOrEqualTo(19).isLessThanOrEqualTo(table.count());
      assertThat(count).isGreaterThanOrEqualTo(19);
    }
    stop.set(true);
    writer.join();
    assertThat(table.count()).isEqualTo(19 + written.size());
    reopen();
    assertThat(table.count()).isEqualTo(19 + written.size());
  }

  @Test
  void aBackupHasTheNewColumns(@TempDir Path other) {
    addRows(table);
    table.setRetention(new Retention(100, Duration.ZERO));
    table.alter().drop("year").add(Field.of("z", Types.int8()), Fill.value(1)).apply();
    database.get().backup(other.resolve("copy"), BackupForm.FOLDER);
    try (Database copy = Database.open(other.resolve("copy"))) {
      assertThat(copy.openTable("t").schema()).isEqualTo(table.schema());
      assertThat(copy.openTable("t").count(Sql.filter("z = 1"))).isEqualTo(19);
      copy.openTable("t").alter().add(Field.of("year", Types.int8())).apply();
      assertThat(copy.openTable("t").schema().field("year").id())
          .isGreaterThan(table.schema().field("z").id());
    }
  }
}
