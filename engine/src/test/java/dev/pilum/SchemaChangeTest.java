package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.fts.TextQuery;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.TextAnalysis;
import dev.pilum.storage.schema.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns come, go, and change, and every read sees that at once, also after reopening. */
class SchemaChangeTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("year", Types.int32())
          .text("title")
          .field("day", Types.date())
          .vector("v", 2, Metric.L2)
          .build();

  @TempDir java.nio.file.Path folder;
  private Database database;
  private Table table;

  private void open() {
    database = Database.open(folder);
    table = database.hasTable("t") ? database.openTable("t") : database.createTable("t", SCHEMA);
  }

  private void reopen() {
    database.close();
    open();
  }

  @AfterEach
  void close() {
    assertThat(table.verify().problems()).isEmpty();
    database.close();
  }

  private static Map<String, Object> row(long id) {
    Map<String, Object> row = new HashMap<>();
    row.put("id", id);
    row.put("year", (int) (2000 + id));
    row.put("title", "word" + id + " shared");
    row.put("day", LocalDate.of(2020, 1, 1).plusDays(id));
    row.put("v", new float[] {id, 1});
    return row;
  }

  /** Half of the rows in a segment, some of them dead, half in memory. */
  private void openWithRows() {
    open();
    for (long id = 0; id < 20; id++) {
      table.add(List.of(row(id)));
      if (id == 9) {
        table.deleteAll(List.of(3L));
        table.flush();
      }
    }
  }

  private List<Object> column(String name) {
    return table.scan().select("id", name).rows().stream().map(row -> row.get(name)).toList();
  }

  @Test
  void aRenamedColumnIsFoundByItsNewNameOnly() {
    openWithRows();
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
    openWithRows();
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
    openWithRows();
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
    openWithRows();
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
    openWithRows();
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
    openWithRows();
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
    openWithRows();
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
    openWithRows();
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

  @Test
  void oldVersionsHaveTheColumnsThatTheyHad() {
    open();
    table.setRetention(new Retention(1000, Duration.ZERO));
    for (long id = 0; id < 20; id++) {
      table.add(List.of(row(id)));
    }
    table.deleteAll(List.of(3L));
    long before = table.version();
    table
        .alter()
        .drop("year")
        .drop("title")
        .rename("day", "year")
        .widen("year", Types.timestamp())
        .apply();
    long after = table.version();
    table.upsert(List.of(Map.of("id", 5L, "v", new float[] {99, 1})));
    table.deleteAll(List.of(6L));
    for (int round = 0; round < 4; round++) {
      try (Snapshot old = table.checkout(before)) {
        assertThat(old.schema()).isEqualTo(SCHEMA);
        assertThat(old.count()).isEqualTo(19);
        assertThat(old.get(5L).get("year")).isEqualTo(2005);
        assertThat(old.get(6L).get("title")).isEqualTo("word6 shared");
        assertThat(old.scan().where("year = 2006").rows()).hasSize(1);
        assertThat(old.searchText(TextQuery.match("word6")).hits()).hasSize(1);
        assertThat(old.search("v", new float[] {6, 1}).limit(1).hits().getFirst().row().get("day"))
            .isEqualTo(LocalDate.of(2020, 1, 7));
      }
      try (Snapshot first = table.checkout(after)) {
        assertThat(first.schema().names()).containsExactly("id", "year", "v");
        assertThat(first.count()).isEqualTo(19);
        assertThat(first.get(6L).get("year").toString()).startsWith("2020-01-07T00:00");
      }
      assertThat(table.count()).isEqualTo(18);
      ColumnDiff columns = table.diff(before, after).columns();
      assertThat(columns.dropped()).containsExactly("title", "day");
      assertThat(columns.exchanged()).containsExactly("year");
      switch (round) {
        case 0 -> table.flush();
        case 1 -> table.optimize();
        default -> reopen();
      }
    }
    table.restore(after);
    assertThat(table.count()).isEqualTo(19);
    table.setRetention(Retention.NEWEST);
    table.optimize();
    assertThat(table.count()).isEqualTo(19);
  }

  @Test
  void restoringBringsTheColumnsBackThatAVersionHad() {
    openWithRows();
    table.setRetention(Retention.ALL);
    table.createIndex("year", ScalarIndex.ORDERED);
    long before = table.version();
    table.alter().drop("title").rename("day", "date").widen("year", Types.int64()).apply();
    table.alter().add(Field.of("extra", Types.utf8()), Fill.value("x")).apply();
    long between = table.version();
    table.upsert(List.of(Map.of("id", 5L, "v", new float[] {99, 1}, "extra", "new")));
    table.upsert(List.of(Map.of("id", 100L, "v", new float[] {100, 1}, "year", 7L)));
    table.deleteAll(List.of(6L));
    WriteResult restored = table.restore(before);
    assertThat(restored).isEqualTo(new WriteResult(table.version(), 2, 2));
    for (int round = 0; round < 4; round++) {
      assertThat(table.schema().names()).containsExactly("id", "year", "title", "day", "v");
      assertThat(table.count()).isEqualTo(19);
      assertThat(table.get(5L)).containsEntry("year", 2005).containsEntry("title", "word5 shared");
      assertThat(table.get(100L)).isNull();
      assertThat(table.count("year = 2006")).isEqualTo(1);
      assertThat(table.searchText(TextQuery.match("word6")).hits()).hasSize(1);
      assertThat(table.searchText(TextQuery.match("shared")).limit(50).hits()).hasSize(19);
      assertThat(table.indexes()).extracting(ColumnIndex::column).containsExactly("year");
      VersionDiff none = table.diff(before, table.version());
      assertThat(none.columns()).isEqualTo(ColumnDiff.NONE);
      assertThat(none.replaced()).hasSize(2); // written anew
      assertThat(none.added()).isEmpty();
      assertThat(none.deleted()).isEmpty();
      try (Snapshot old = table.checkout(between + 2)) {
        assertThat(old.schema().names()).containsExactly("id", "year", "date", "v", "extra");
        assertThat(old.get(100L)).containsEntry("year", 7L).containsEntry("extra", null);
        assertThat(old.get(5L)).containsEntry("extra", "new");
      }
      switch (round) {
        case 0 -> table.flush();
        case 1 -> reopen();
        default -> table.optimize();
      }
    }
    assertThat(table.versions().getLast().rowsWritten()).isEqualTo(2);
    table.restore(between);
    assertThat(table.get(6L).get("extra")).isEqualTo("x");
    assertThat(table.count()).isEqualTo(19);
  }

  @Test
  void aFeedTellsWhatCameAndWentWithRestoredColumns() {
    openWithRows();
    table.setRetention(Retention.ALL);
    long before = table.version();
    table.alter().drop("title").apply();
    table.deleteAll(List.of(6L));
    table.upsert(List.of(Map.of("id", 100L, "v", new float[] {1, 1})));
    long changed = table.version();
    table.restore(before);
    try (ChangeReader changes = table.changes(changed)) {
      List<RowChange> read = changes.read(10).changes();
      assertThat(read).extracting(RowChange::key).containsExactlyInAnyOrder(100L, 6L);
      assertThat(read).extracting(RowChange::version).containsOnly(table.version());
      for (RowChange change : read) {
        if (change.key().equals(6L)) {
          assertThat(change.kind()).isEqualTo(RowChange.Kind.INSERT);
          assertThat(change.row()).containsEntry("title", "word6 shared");
        } else {
          assertThat(change.kind()).isEqualTo(RowChange.Kind.DELETE);
        }
      }
    }
  }

  /** Rows that only older versions show have no value in a column that came when they had gone. */
  @Test
  void rowsThatOnlyOldVersionsShowAreMergedWithoutTheColumnsThatCameLater() {
    openWithRows();
    table.setRetention(Retention.ALL);
    long before = table.version();
    table.deleteAll(List.of(1L, 2L, 15L));
    table.upsert(List.of(row(5)));
    long gone = table.version();
    table.alter().add(required("c", Types.int32()), Fill.value(7)).apply();
    table.alter().add(required("d", Types.int64()), Fill.sql("id + 1")).apply();
    table
        .alter()
        .add(
            required("e", Types.utf8()),
            Fill.batches(rows -> rows.stream().map(row -> "e" + row.get("id")).toList()))
        .apply();
    table.alter().widen("c", Types.int64()).apply();
    for (int round = 0; round < 3; round++) {
      assertThat(table.count(Sql.filter("c = 7 and d = id + 1"))).isEqualTo(16);
      assertThat(table.get(5L)).containsEntry("e", "e5");
      try (Snapshot old = table.checkout(before)) {
        assertThat(old.schema()).isEqualTo(SCHEMA);
        assertThat(old.count()).isEqualTo(19);
        assertThat(old.get(2L)).containsEntry("title", "word2 shared");
        assertThat(old.search("v", new float[] {2, 1}).limit(1).hits().getFirst().row())
            .containsEntry("id", 2L);
      }
      try (Snapshot old = table.checkout(gone + 1)) {
        assertThat(old.count(Sql.filter("c = 7"))).isEqualTo(16);
      }
      if (round == 0) {
        table.optimize();
      } else {
        reopen();
      }
    }
    table.upsert(List.of(with(row(50), Map.of("c", 1L, "d", 2L, "e", "f"))));
    table.restore(before);
    table.optimize();
    assertThat(table.count()).isEqualTo(19);
    assertThat(table.get(2L)).containsEntry("title", "word2 shared");
  }

  @Test
  void rowsWrittenWithoutAColumnAreMergedWhenItHasComeBack() {
    open();
    table.setRetention(Retention.ALL);
    table.alter().add(required("c", Types.int32()), Fill.value(7)).apply();
    for (long id = 0; id < 5; id++) {
      table.add(List.of(with(row(id), Map.of("c", (int) id))));
    }
    table.flush();
    long before = table.version();
    table.alter().drop("c").apply();
    table.upsert(List.of(row(3), row(8)));
    long between = table.version();
    table.restore(before);
    for (int round = 0; round < 3; round++) {
      assertThat(table.scan().rows()).extracting(row -> row.get("c")).contains(0, 1, 2, 3, 4);
      assertThat(table.count()).isEqualTo(5);
      try (Snapshot old = table.checkout(between)) {
        assertThat(old.schema().has("c")).isFalse();
        assertThat(old.count()).isEqualTo(6);
        assertThat(old.get(8L)).containsEntry("title", "word8 shared");
      }
      if (round == 0) {
        table.optimize();
      } else {
        reopen();
      }
    }
  }

  /** The nulls are in rows that the restored version does not show. */
  @Test
  void aColumnThatMayNotBeNullAnyMoreIsMergedWithTheNullsThatOldVersionsHave() {
    open();
    table.setRetention(Retention.ALL);
    table.alter().add(required("c", Types.int32()), Fill.value(7)).apply();
    table.add(List.of(with(row(1), Map.of("c", 1))));
    long before = table.version();
    table.alter().allowNulls("c").apply();
    table.upsert(List.of(row(1), row(2)));
    long between = table.version();
    table.restore(before);
    table.optimize();
    assertThat(table.get(1L)).containsEntry("c", 1);
    assertThat(table.count()).isEqualTo(1);
    try (Snapshot old = table.checkout(between)) {
      assertThat(old.get(1L)).containsEntry("c", null);
      assertThat(old.count()).isEqualTo(2);
    }
  }

  /** A feed holds on to rows as a retention does. */
  @Test
  void rowsThatAFeedHoldsAreMergedWithoutTheColumnsThatCameLater() {
    openWithRows();
    ChangeFeed feed = table.createFeed("mirror");
    table.deleteAll(List.of(1L, 2L));
    table.alter().add(required("c", Types.int32()), Fill.value(7)).apply();
    table.optimize();
    assertThat(table.count(Sql.filter("c = 7"))).isEqualTo(17);
    assertThat(feed.poll(10).changes())
        .extracting(RowChange::key)
        .containsExactlyInAnyOrder(1L, 2L);
  }

  /** ColumnHistoryTest once found it with the newest columns. */
  @Test
  void aVersionThatOnlyAFeedHoldsHasTheColumnsThatItHad() {
    openWithRows();
    table.createFeed("mirror").close();
    long before = table.version();
    table.alter().drop("title").add(Field.of("n", Types.int32())).apply();
    table.optimize();
    for (int round = 0; round < 2; round++) {
      try (Snapshot old = table.checkout(before)) {
        assertThat(old.schema()).isEqualTo(SCHEMA);
        assertThat(old.get(5L)).containsEntry("title", "word5 shared");
      }
      reopen();
    }
    table.restore(before);
    assertThat(table.get(5L)).containsEntry("title", "word5 shared");
  }

  private static Field required(String name, DataType type) {
    return Field.of(name, type).withNullable(false);
  }

  private static Map<String, Object> with(Map<String, Object> row, Map<String, Object> more) {
    row.putAll(more);
    return row;
  }

  @Test
  void aDifferenceTellsOfRowsByTheColumnsThatBothVersionsHave() {
    openWithRows();
    table.setRetention(Retention.ALL);
    long before = table.version();
    table.alter().rename("title", "name").add(Field.of("n", Types.int32())).drop("day").apply();
    table.updateWhere(Sql.filter("id < 3"), Map.of("n", 1));
    table.updateWhere(Sql.filter("id = 4"), Map.of("name", "another"));
    table.deleteAll(List.of(5L));
    table.upsert(List.of(Map.of("id", 50L, "v", new float[] {1, 1})));
    VersionDiff diff = table.diff(before, table.version());
    assertThat(diff.columns().renamed()).isEqualTo(Map.of("title", "name"));
    assertThat(diff.columns().added()).containsExactly("n");
    assertThat(diff.columns().dropped()).containsExactly("day");
    assertThat(diff.columns().exchanged()).isEmpty();
    assertThat(diff.replaced())
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("id", 4L).containsEntry("name", "another"));
    assertThat(diff.deleted())
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("title", "word5 shared"));
    assertThat(diff.added())
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("id", 50L).containsEntry("n", null));
  }

  @Test
  void columnsThatWereRenamedToAndFroHinderNoRestoring() {
    openWithRows();
    table.setRetention(Retention.ALL);
    long before = table.version();
    table.deleteAll(List.of(1L));
    table.alter().rename("title", "name").apply();
    table.alter().rename("name", "title").apply();
    table.upsert(List.of(Map.of("id", 70L, "v", new float[] {1, 1})));
    assertThat(table.diff(before, table.version()).added()).hasSize(1);
    table.restore(before);
    assertThat(table.exists(70L)).isFalse();
    assertThat(table.get(1L)).containsEntry("title", "word1 shared");
  }

  @Test
  void restoringIsRefusedWhereAVersionIsNotKept() {
    openWithRows();
    long before = table.version();
    table.alter().drop("title").apply();
    assertThatThrownBy(() -> table.restore(before))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("is not kept");
    assertThat(table.schema().has("title")).isFalse();
  }

  @Test
  void aQueryMadeBeforeTheChangeSaysSo() {
    openWithRows();
    Scan scan = table.scan().where("year > 2000");
    try (Snapshot snapshot = table.snapshot()) {
      table.alter().rename("year", "title2").apply();
      assertThatThrownBy(scan::rows).isInstanceOf(Conflict.class).hasMessageContaining("columns");
      assertThat(snapshot.scan().where("year > 2000").rows()).hasSize(18);
    }
  }

  @Test
  void rowsWrittenWhileAColumnIsComputedGetItToo() {
    openWithRows();
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
  void aBackupHasTheNewColumns(@TempDir java.nio.file.Path other) {
    openWithRows();
    table.setRetention(new Retention(100, Duration.ZERO));
    table.alter().drop("year").add(Field.of("z", Types.int8()), Fill.value(1)).apply();
    database.backup(other.resolve("copy"), BackupForm.FOLDER);
    try (Database copy = Database.open(other.resolve("copy"))) {
      assertThat(copy.openTable("t").schema()).isEqualTo(table.schema());
      assertThat(copy.openTable("t").count(Sql.filter("z = 1"))).isEqualTo(19);
      copy.openTable("t").alter().add(Field.of("year", Types.int8())).apply();
      assertThat(copy.openTable("t").schema().field("year").id())
          .isGreaterThan(table.schema().field("z").id());
    }
  }
}
