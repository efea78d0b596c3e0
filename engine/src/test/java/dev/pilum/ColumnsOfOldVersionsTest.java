package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.fts.TextQuery;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Retention;
import dev.pilum.storage.schema.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Versions from before a change of columns keep the columns that they had: read, compared, merged.
 */
class ColumnsOfOldVersionsTest extends TableToAlter {
  @Test
  void oldVersionsHaveTheColumnsThatTheyHad() {
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

  /** Rows that only older versions show have no value in a column that came when they had gone. */
  @Test
  void rowsThatOnlyOldVersionsShowAreMergedWithoutTheColumnsThatCameLater() {
    addRows(table);
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

  /** A feed holds on to rows as a retention does. */
  @Test
  void rowsThatAFeedHoldsAreMergedWithoutTheColumnsThatCameLater() {
    addRows(table);
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
    addRows(table);
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

  @Test
  void aDifferenceTellsOfRowsByTheColumnsThatBothVersionsHave() {
    addRows(table);
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
}
