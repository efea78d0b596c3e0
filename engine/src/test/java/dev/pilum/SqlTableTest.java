package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables asked in SQL, wherever their rows lie. */
class SqlTableTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int32())
          .field("lang", Types.utf8())
          .field("year", Types.int32())
          .field("score", Types.float32())
          .field("tags", Types.list(Types.utf8()))
          .field("at", Types.timestamp("UTC"))
          .field("place", Types.struct(Field.of("city", Types.utf8())))
          .vector("embedding", 2, Metric.L2)
          .build();

  @TempDir Path folder;

  @Test
  void scansCountsSearchesAndDeletesUnderstandSql() {
    try (TestDatabase db = new TestDatabase(folder)) {
      Table table = db.get().createTable("docs", SCHEMA);
      table.add(rows(10));
      db.inEveryPlace(
          "docs",
          rows -> {
            assertThat(ids(rows, "lang = ? AND year BETWEEN ? AND ?", "zh", 2003, 2007))
                .containsExactly(3, 5, 7);
            assertThat(ids(rows, "score = 0.1")).containsExactly(1);
            assertThat(ids(rows, "year - 2000 > score * 10 + 0.5")).containsExactly();
            assertThat(ids(rows, "array_has(tags, ?) AND NOT lang = 'en'", "t1"))
                .containsExactly(1, 7);
            assertThat(ids(rows, "at >= TIMESTAMP '2024-01-01 00:00:08'")).containsExactly(8, 9);
            assertThat(ids(rows, "upper(place.city) LIKE '%N1'")).containsExactly(1);
            assertThat(ids(rows, "id % 4 = 1 OR id IN (?)", List.of(0, 2)))
                .containsExactly(0, 1, 2, 5, 9);
            assertThat(rows.count("lang = ?", "en")).isEqualTo(5);
            assertThat(rows.scan().where("id > :least", Map.of("least", 7)).rows()).hasSize(2);
            Search search = rows.search("embedding", new float[] {9, 0});
            assertThat(search.where("lang = 'en'").limit(2).hits())
                .extracting(hit -> hit.row().get("id"))
                .containsExactly(8, 6);
            assertThat(search.where("id < :x", Map.of("x", 3)).limit(1).hits())
                .extracting(hit -> hit.row().get("id"))
                .containsExactly(2);
          });
      assertThat(db.table("docs").deleteWhere("id >= ?", 5)).isNotNull();
      assertThat(db.table("docs").count()).isEqualTo(5);
    }
  }

  /** A literal is rounded to the type that it is compared with, what was computed is not. */
  @Test
  void constantsCompareTheSameFromBothSides() {
    try (TestDatabase database = new TestDatabase(folder)) {
      Table table =
          database
              .get()
              .createTable(
                  "numbers",
                  Schema.builder()
                      .field("narrow", Types.float32())
                      .field("wide", Types.float64())
                      .build());
      table.add(List.of(Map.of("narrow", 0.1f, "wide", 0.1)));
      Map<String, Boolean> equal =
          Map.of(
              "cast(0.1 as float) and 0.1", true,
              "cast(0.1 as float) and cast(0.1 as double)", false,
              "cast(0.5 as float) and cast(0.5 as double)", true,
              "narrow and 0.1", true,
              "narrow and cast(0.1 as float)", true,
              "narrow and cast(0.1 as double)", false,
              "wide and cast(0.1 as float)", false,
              "wide and cast(0.1 as double)", true);
      equal.forEach((sides, expected) -> {
        String[] side = sides.split(" and ", 2);
        long count = expected ? 1 : 0;
        assertThat(table.count(side[0] + " = " + side[1])).as(sides).isEqualTo(count);
        assertThat(table.count(side[1] + " = " + side[0])).as(sides).isEqualTo(count);
        assertThat(table.count(side[0] + " <> " + side[1])).as(sides).isEqualTo(1 - count);
      });
    }
  }

  @Test
  void errorsPointIntoTheTextBeforeAnythingRuns() {
    try (TestDatabase db = new TestDatabase(folder)) {
      Table table = db.get().createTable("docs", SCHEMA);
      assertThat(catchThrowable(() -> table.scan().where("lang = 'zh' AND yaer > 3")))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("line 1, column 17: unknown column 'yaer'; did you mean 'year'?")
          .hasMessageEndingWith(" ".repeat(18) + "^");
      assertThat(catchThrowable(() -> table.count("year = 'x'")))
          .hasMessageContaining("column 'year' of type int32 cannot be compared with 'x'");
    }
  }

  /** More rows than are computed at a time, with rows missing between. */
  @Test
  void computedConditionsHoldAcrossBlocks() {
    try (TestDatabase db = new TestDatabase(folder)) {
      Table table = db.get().createTable("docs", SCHEMA);
      table.add(rows(9_999));
      table.flush();
      assertThat(table.count("year * 2 = year + year")).isEqualTo(9_999);
      assertThat(table.count("(id + 1) % 3 = 0")).isEqualTo(3_333);
      assertThat(ids(table, "id + 0 IN (0, 4095, 4096, 8191, 8192, 9998)"))
          .containsExactly(0, 4095, 4096, 8191, 8192, 9998);
      assertThat(ids(table, "lower(place.city) = 'town4096'")).containsExactly(4096);
      assertThat(ids(table, "length(place.city) = 5"))
          .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
      assertThat(table.count("array_has(tags, 't1') IS TRUE")).isEqualTo(3_333);
      assertThat(table.count("array_length(tags) = 2 AND coalesce(array_has(tags, 't2'), FALSE)"))
          .isEqualTo(3_333);
      assertThat(table.count("date_part('second', at) = id % 60")).isEqualTo(9_999);
      assertThat(table.count("place.city ~ '9$'")).isEqualTo(999);
    }
  }

  private static List<Object> ids(Reader rows, String where, Object... values) {
    return rows.scan().where(where, values).rows().stream().map(row -> row.get("id")).toList();
  }

  private static List<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          Row.of(
              "id",
              i,
              "lang",
              i % 2 == 0 ? "en" : "zh",
              "year",
              2000 + i,
              "score",
              i / 10f,
              "tags",
              List.of("t" + i % 3, "x"),
              "at",
              Instant.parse("2024-01-01T00:00:00Z").plusSeconds(i),
              "place",
              Map.of("city", "Town" + i),
              "embedding",
              new float[] {i, 0}));
    }
    return rows;
  }
}
