package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.fts.TextQuery;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values computed from rows, as what queries return. */
class SelectTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.int64())
          .field("year", Types.int32())
          .field("price", Types.decimal(10, 2))
          .field("odd-name", Types.utf8())
          .field("place", Types.struct(Field.of("city", Types.utf8())))
          .text("title")
          .vector("v", 2, Metric.L2)
          .build();

  @TempDir private Path folder;

  @Test
  void eachQueryReturnsWhatItNamedWhateverTheLastOneDid() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(rows(1, 2));
      String[] names = {"id", "title"};
      Search search = table.search("v", new float[] {0, 0}).select(names);
      names[0] = "year";
      assertThat(search.hits().getFirst().row().keySet()).containsExactly("id", "title");
      for (Row row :
          List.of(
              table.search("v", new float[] {0, 0}).select(names).hits().getFirst().row(),
              table.scan().select(names).rows().getFirst(),
              table.searchText(TextQuery.match("title")).select(names).hits().getFirst().row(),
              table.getAll(List.of(1L), names).getFirst())) {
        assertThat(row.keySet()).containsExactly("year", "title");
        assertThat(row.get("year")).isEqualTo(2_001);
      }
      assertThat(table.scan().select("title", "year").rows().getFirst().keySet())
          .containsExactly("title", "year");
    }
  }

  @Test
  void computedValuesComeBesideColumnsWhereverRowsLie() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(rows(0, 5_000));
      table.flush();
      table.add(rows(5_000, 9_000));
      table.deleteWhere("id % 10 = 9");
      test.inEveryPlace(
          "t",
          reader -> {
            Scan scan =
                reader
                    .scan()
                    .where("id % 2 = 1")
                    .select("id", "year + 1 AS next", "lower(title) AS low", "title");
            List<Row> rows = scan.rows();
            assertThat(rows).hasSize(3_600);
            for (Row row : rows) {
              long id = (Long) row.getOrDefault("id", -1L);
              assertThat(row.get("next")).isEqualTo(id % 30 == 0 ? null : 2_001 + id % 30);
              assertThat(row.text("low")).isEqualTo("title " + id);
              assertThat(row.text("title")).isEqualTo("Title " + id);
            }
            assertThat(rowsOf(scan.batch())).isEqualTo(rows);
            List<Row> inBatches = new ArrayList<>();
            try (BatchReader batches = scan.batches(700)) {
              assertThat(batches.fields().stream().map(field -> field.type().describe()))
                  .containsExactly("int64", "int64", "utf8", "utf8");
              batches.forEachRemaining(batch -> inBatches.addAll(rowsOf(batch)));
            }
            assertThat(inBatches).isEqualTo(rows);
            assertThat(scan.orderBy(Order.descending("id")).limit(2).rows())
                .isEqualTo(List.of(rows.getLast(), rows.get(rows.size() - 2)));
          });
    }
  }

  @Test
  void everyKindOfSearchReturnsComputedValues() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(rows(0, 40));
      String[] columns = {"id", "id * 10 AS ten"};
      Row expected = Row.of("id", 7L, "ten", 70L);
      Search nearest = table.search("v", new float[] {7, 0}).select(columns).limit(1);
      assertThat(nearest.hits().getFirst().row()).isEqualTo(expected);
      assertThat(table.searchText("title", "7").select(columns).hits().getFirst().row())
          .isEqualTo(expected);
      assertThat(nearest.text("title", "7").hits().getFirst().row()).isEqualTo(expected);
      assertThat(table.getAll(List.of(7), columns)).containsExactly(expected);
    }
  }

  @Test
  void plansNameWhatIsReturnedUnlessItIsEachColumnAsItIs() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Schema two = Schema.builder().key("id", Types.int64()).field("n", Types.int32()).build();
      Scan scan = test.get().createTable("two", two).scan();
      assertThat(scan.explain().details()).contains("all columns");
      assertThat(scan.select("n", "id").explain().details()).contains("all columns");
      assertThat(scan.select("id AS a", "id AS b").explain().details()).contains("a b");
      assertThat(scan.select("id AS n", "n AS id").explain().details()).contains("n id");
      assertThat(scan.select("id", "n + 1 AS n").explain().details()).contains("id n");
    }
  }

  @Test
  void namesAreColumnsFirstAndMayBeChanged() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(rows(3, 4));
      Scan scan = table.scan();
      assertThat(scan.select("odd-name", "title AS name", "place.city", "\"odd-name\" AS o").rows())
          .containsExactly(
              Row.of("odd-name", "odd 3", "name", "Title 3", "city", "Ulm", "o", "odd 3"));
      assertThat(scan.select("price * 2 AS twice", "year >= 2000 AS recent").rows())
          .containsExactly(Row.of("twice", new java.math.BigDecimal("3.00"), "recent", true));
      assertThat(scan.select("NULL AS nothing", "'x' AS x", "1.5 AS half").rows())
          .containsExactly(Row.of("nothing", null, "x", "x", "half", 1.5));
      record Named(long next, String title) {}
      assertThat(scan.select("id + 1 AS next", "title").records(Named.class))
          .containsExactly(new Named(4, "Title 3"));
    }
  }

  @Test
  void valuesMadeBeforehandTakeParameters() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", SCHEMA);
      table.add(rows(3, 4));
      assertThat(
              table
                  .scan()
                  .select(
                      List.of(
                          Selected.as("sum", Sql.value("id + ?", 39)),
                          Selected.as("text", Sql.value("concat(title, ?)", "' OR 1=1")),
                          Selected.column("id")))
                  .rows())
          .containsExactly(Row.of("sum", 42L, "text", "Title 3' OR 1=1", "id", 3L));
    }
  }

  @Test
  void mistakesAreShownWhereTheyAre() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Scan scan = test.get().createTable("t", SCHEMA).scan();
      Map<String, String> mistakes =
          Map.of(
              "titel", "unknown column 'titel'; did you mean 'title'?",
              "yaer + 1 AS next", "line 1, column 1: unknown column 'yaer'; did you mean 'year'?",
              "year + 1", "needs a name; write 'year + 1 AS name'",
              "year + AS next", "line 1, column",
              "year + 1 AS", "expected a name",
              "year AS a, id", "unexpected ','; expected the end",
              "title + 1 AS x", "cannot be calculated with",
              "year + 1 AS \"a b\"", "column name 'a b'",
              "year + ? AS x", "parameter");
      mistakes.forEach((text, message) ->
          assertThatExceptionOfType(InvalidRequest.class)
              .as(text)
              .isThrownBy(() -> scan.select(text))
              .withMessageContaining(message));
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> scan.select("id", "year AS id"))
          .withMessageContaining("twice");
      assertThatExceptionOfType(InvalidRequest.class).isThrownBy(() -> scan.select(new String[0]));
    }
  }

  private static List<Row> rowsOf(Batch batch) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < batch.rowCount(); i++) {
      List<Object> parts = new ArrayList<>();
      for (String name : batch.names()) {
        parts.add(name);
        parts.add(batch.column(name).valueAt(i));
      }
      rows.add(Row.of(parts.toArray()));
    }
    return rows;
  }

  private static List<Row> rows(int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int id = from; id < to; id++) {
      rows.add(
          Row.of(
              "id",
              id,
              "year",
              id % 30 == 0 ? null : 2_000 + id % 30,
              "price",
              new java.math.BigDecimal("1.50"),
              "odd-name",
              "odd " + id,
              "place",
              Map.of("city", "Ulm"),
              "title",
              "Title " + id,
              "v",
              new float[] {id, 0}));
    }
    return rows;
  }
}
