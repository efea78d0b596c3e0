package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pilum.engine.row.RandomRows;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Filters;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scans in another order, samples and groups, wherever rows lie. */
class ScanOrderTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rowsComeInTheOrderOfEveryType(long seed) {
    Random random = new Random(seed);
    try (TestDatabase db = new TestDatabase(folder)) {
      Table table = db.get().createTable("t", RandomRows.EVERY_TYPE);
      table.add(new RandomRows(seed).rows(RandomRows.EVERY_TYPE, 120));
      table.flush();
      table.deleteWhere("id % 7 = 3");
      List<Order> orders = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        orders.add(random(random, "id"));
      }
      db.inEveryPlace(
          "t",
          rows -> {
            List<Row> all = rows.scan().rows();
            for (int i = 0; i + 1 < orders.size(); i += 2) {
              Order[] by = {orders.get(i), orders.get(i + 1)};
              List<Row> sorted = all.stream().sorted(comparator(by)).toList();
              assertThat(ids(rows.scan().orderBy(by).rows()))
                  .as("seed %s, %s", seed, Arrays.toString(by))
                  .isEqualTo(ids(sorted));
              assertThat(ids(rows.scan().orderBy(by).offset(3).limit(5).rows()))
                  .isEqualTo(ids(sorted.stream().skip(3).limit(5).toList()));
            }
          });
    }
  }

  @Test
  void computedValuesOrderRowsAcrossBlocks() {
    try (TestDatabase db = new TestDatabase(folder)) {
      Table table = numbers(db, 10_000);
      Scan scan =
          table.scan().where("id <> 4096").orderBy(Order.descending(Sql.value("id % 5000")));
      assertThat(ids(scan.limit(4).rows())).containsExactly(4999L, 9999L, 4998L, 9998L);
      assertThat(scan.offset(9_998).rows()).hasSize(1);
      assertThat(scan.limit(0).rows()).isEmpty();
      assertThat(
              table
                  .scan()
                  .orderBy(Order.ascending("word"), Order.descending("id"))
                  .limit(2)
                  .batch())
          .satisfies(batch -> assertThat(batch.rowCount()).isEqualTo(2));
    }
  }

  @Test
  void aSampleIsDrawnEvenlyAndAgainTheSame() {
    try (TestDatabase db = new TestDatabase(folder)) {
      Table table = numbers(db, 1_000);
      Scan even = table.scan().where("id % 2 = 0");
      Set<Object> seen = new HashSet<>();
      int low = 0;
      for (int seed = 0; seed < 100; seed++) {
        List<Object> drawn = ids(even.sample(20, seed).rows());
        assertThat(drawn).hasSize(20).doesNotHaveDuplicates();
        assertThat(drawn).isEqualTo(ids(even.sample(20, seed).rows()));
        low += (int) drawn.stream().filter(id -> (Long) id < 500).count();
        seen.addAll(drawn);
      }
      // 2,000 draws of 500 rows: about nine in a thousand rows are never drawn, and half lie below.
      assertThat(seen).hasSizeBetween(480, 500);
      assertThat(low).isBetween(900, 1_100);
      assertThat(even.sample(2_000, 1).count()).isEqualTo(500);
      assertThat(even.sample(0, 1).rows()).isEmpty();
      assertThat(even.sample(20, 1).orderBy(Order.descending("id")).limit(3).rows()).hasSize(3);
    }
  }

  @Test
  void groupsCountEachValue() {
    try (TestDatabase db = new TestDatabase(folder)) {
      numbers(db, 100);
      db.table("t").add(List.of(Row.of("id", 1_000L, "word", null)));
      db.inEveryPlace(
          "t",
          rows -> {
            assertThat(rows.scan().where("id < 10 OR id = 1000").groupCount("word"))
                .containsExactly(
                    new Group("w0", 4), new Group("w1", 3), new Group("w2", 3), new Group(null, 1));
            assertThat(rows.scan().countDistinct("word")).isEqualTo(3);
            assertThat(rows.scan().countDistinct("id")).isEqualTo(101);
            assertThat(rows.scan().where(Filters.eq("word", "w1")).limit(2).count()).isEqualTo(33);
            assertThat(rows.scan().where("FALSE").groupCount("word")).isEmpty();
          });
    }
  }

  @Test
  void whatHasNoOrderIsRefused() {
    try (TestDatabase db = new TestDatabase(folder)) {
      Table table = db.get().createTable("t", RandomRows.EVERY_TYPE);
      assertThat(catchThrowable(() -> table.scan().orderBy(Order.ascending("tags")).rows()))
          .isInstanceOf(InvalidRequest.class)
          .hasMessage("values of type list<utf8> have no order");
      assertThat(catchThrowable(() -> table.scan().orderBy(Order.ascending("txet")).rows()))
          .hasMessageContaining("did you mean 'text'?");
      assertThat(catchThrowable(() -> table.scan().groupCount("v32")))
          .isInstanceOf(InvalidRequest.class);
    }
  }

  private static Table numbers(TestDatabase db, int count) {
    Schema schema = Schema.builder().key("id", Types.int64()).field("word", Types.utf8()).build();
    Table table = db.get().createTable("t", schema);
    table.add(
        IntStream.range(0, count)
            .mapToObj(i -> Row.of("id", (long) i, "word", "w" + i % 3))
            .toList());
    table.flush();
    return table;
  }

  private static Order random(Random random, String not) {
    List<Field> fields =
        RandomRows.EVERY_TYPE.fields().stream()
            .filter(f -> f.type().isScalar() && !f.name().equals(not))
            .toList();
    String column = fields.get(random.nextInt(fields.size())).name();
    Order order = random.nextBoolean() ? Order.ascending(column) : Order.descending(column);
    return random.nextBoolean() ? order.nullsFirst() : order;
  }

  private static Comparator<Row> comparator(Order[] orders) {
    return (a, b) -> {
      for (Order order : orders) {
        int comparison = compare(order, a, b);
        if (comparison != 0) {
          return comparison;
        }
      }
      return 0;
    };
  }

  private static int compare(Order order, Row a, Row b) {
    String column = ((Expression.Column) order.value()).name();
    Object x = a.get(column);
    Object y = b.get(column);
    if (x == null || y == null) {
      int nullsLast = x == null && y == null ? 0 : x == null ? 1 : -1;
      return order.nulls() == Order.Nulls.LAST ? nullsLast : -nullsLast;
    }
    int ascending = values(x, y);
    return order.direction() == Order.Direction.ASCENDING ? ascending : -ascending;
  }

  @SuppressWarnings("unchecked") // Both are values of one column.
  private static int values(Object x, Object y) {
    return switch (x) {
      case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) y);
      case UUID uuid -> uuid.toString().compareTo(y.toString());
      case String text ->
          Arrays.compare(text.codePoints().toArray(), ((String) y).codePoints().toArray());
      case Float f -> Float.compare(f + 0.0f, (Float) y + 0.0f);
      case Double d -> Double.compare(d + 0.0, (Double) y + 0.0);
      default -> ((Comparable<Object>) x).compareTo(y);
    };
  }

  private static List<Object> ids(List<Row> rows) {
    return rows.stream().map(row -> row.get("id")).toList();
  }
}
