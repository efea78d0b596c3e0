package dev.pilum;

import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Graphs over vectors that are all equal, all zero, all null, or hardly there. */
class OddVectorsTest {
  private static final int ROWS = 1_500;
  private static final DatabaseOptions ALWAYS_GRAPHS =
      DatabaseOptions.DEFAULT.withGraphMinimumRows(1);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void equalVectorsAreAllFound(Metric metric) {
    assertAllFound(metric, id -> new float[] {1, 2, 3});
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void zeroVectorsAreAllFound(Metric metric) {
    assertAllFound(metric, id -> new float[3]);
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void zeroVectorsAmongOthersAreAllFound(Metric metric) {
    assertAllFound(metric, id -> id % 2 == 0 ? new float[3] : new float[] {id, -id, 1});
  }

  @Test
  void hugeVectorsHaveNoDistanceThatIsNotANumber() {
    try (TestDatabase test = new TestDatabase(folder, ALWAYS_GRAPHS)) {
      Table table = test.get().createTable("t", schema(Metric.L2));
      table.add(
          rows(
              0,
              ROWS,
              id -> new float[] {id % 2 == 0 ? Float.MAX_VALUE : -Float.MAX_VALUE, id, 0}));
      table.optimize();
      for (Metric metric : List.of(Metric.COSINE, Metric.L2, Metric.DOT)) {
        List<Hit> hits =
            table.search("v", new float[] {Float.MAX_VALUE, 1, 1}).metric(metric).hits();
        assertThat(hits).hasSize(10).noneMatch(hit -> Float.isNaN(hit.distance()));
      }
    }
  }

  @Test
  void columnsWithoutAnyVectorAndSegmentsOfOneRowAreSearched() {
    try (TestDatabase test = new TestDatabase(folder, ALWAYS_GRAPHS)) {
      Table table = test.get().createTable("t", schema(Metric.COSINE));
      table.add(List.of(Row.of("id", 0), Row.of("id", 1)));
      table.flush();
      table.awaitUpkeep();
      table.add(List.of(Row.of("id", 2, "v", new float[] {1, 2, 3})));
      table.flush();
      table.awaitUpkeep();
      test.inEveryPlace(
          "t", reader -> assertThat(reader.search("v", new float[] {1, 2, 3}).hits()).hasSize(1));
    }
  }

  @Test
  void aSegmentMostOfWhoseRowsAreDeadIsWrittenAnew() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Metric.L2));
      table.add(rows(0, 3_000, id -> new float[] {id, 0, 0}));
      table.flush();
      table.deleteWhere(lt("id", 2_000));
      table.flush();
      table.awaitUpkeep();
      assertThat(table.stats().segments())
          .singleElement()
          .satisfies(s -> assertThat(s.rows()).isEqualTo(1_000));
      test.inEveryPlace("t", reader -> assertThat(reader.count()).isEqualTo(1_000));
    }
  }

  private void assertAllFound(Metric metric, LongFunction<float[]> vector) {
    try (TestDatabase test = new TestDatabase(folder, ALWAYS_GRAPHS)) {
      Table table = test.get().createTable("t", schema(metric));
      table.add(rows(0, ROWS, vector));
      table.optimize();
      assertThat(table.search("v", new float[] {3, 2, 1}).explain().toString()).contains("graph");
      for (int limit : new int[] {10, 1_000, ROWS}) {
        Set<Object> ids = new HashSet<>();
        table
            .search("v", new float[] {3, 2, 1})
            .limit(limit)
            .hits()
            .forEach(hit -> ids.add(hit.row().get("id")));
        assertThat(ids).hasSize(limit);
      }
    }
  }

  private static Schema schema(Metric metric) {
    return Schema.builder().key("id", Types.int64()).vector("v", 3, metric).build();
  }

  private static List<Row> rows(long from, long to, LongFunction<float[]> vector) {
    List<Row> rows = new ArrayList<>();
    for (long id = from; id < to; id++) {
      rows.add(Row.of("id", id, "v", vector.apply(id)));
    }
    return rows;
  }
}
