package dev.pilum;

import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.ge;
import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.DataType.Vector;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Searches through graphs, in several segments and with rows in memory beside them, against exact
 * search over the same rows.
 */
class GraphSearchTest {
  private static final int ROWS = 4_500;
  private static final int CLUSTERS = 40;
  private static final int DIMENSION = 24;
  private static final int QUERIES = 30;
  private static final double LEAST_RECALL = 0.95;
  private static final DatabaseOptions GRAPHS = DatabaseOptions.DEFAULT.withGraphMinimumRows(1_000);

  @TempDir private static Path sharedFolder;

  /** All rows in one segment with a graph, for tests that only read. */
  private static TestDatabase merged;

  @TempDir private Path folder;

  @BeforeAll
  static void openMerged() {
    merged = new TestDatabase(sharedFolder, GRAPHS);
    filled(merged, Metric.L2, Element.FLOAT32).optimize();
  }

  @AfterAll
  static void closeMerged() {
    merged.close();
  }

  @ParameterizedTest
  @CsvSource({"COSINE,FLOAT32", "L2,FLOAT16", "DOT,INT8"})
  void recallIsHighInSegmentsMemoryAndBothAndAfterMerging(Metric metric, Element element) {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      Table table = filled(test, metric, element);
      assertThat(table.search("v", query(0)).explain().toString())
          .contains("graph")
          .contains("memtable")
          .contains("exact");
      test.inEveryPlace(
          "t",
          reader -> {
            String plan = reader.search("v", query(0)).explain().toString();
            assertThat(plan).contains("graph");
            assertThat(recall(reader, null)).as(plan).isGreaterThanOrEqualTo(LEAST_RECALL);
          });
    }
  }

  @Test
  void hitsThroughGraphsHaveTheDistancesOfExactSearch() {
    for (int i = 0; i < QUERIES; i++) {
      Map<Object, Float> exact = new HashMap<>();
      Search search = merged.table("t").search("v", query(i)).select("id").limit(100);
      search
          .exact()
          .limit(ROWS)
          .hits()
          .forEach(hit -> exact.put(hit.row().get("id"), hit.distance()));
      search
          .hits()
          .forEach(hit -> assertThat(hit.distance()).isEqualTo(exact.get(hit.row().get("id"))));
    }
  }

  @Test
  void aFilterIsFilledAndRecallIsHighAtEverySelectivity() {
    for (int matching : new int[] {1, 5, 10, 30, 300, 449, 451, 999, 1_001, 2_000, 4_000, ROWS}) {
      assertFilled(merged.table("t"), lt("shuffled", matching), matching);
    }
  }

  @Test
  void aFilterThatGoesWithTheVectorsIsFilledAndRecallIsHigh() {
    for (int clusters : new int[] {1, 2, 7, 10, 20}) {
      Filter far = ge("cluster", CLUSTERS - clusters);
      assertFilled(merged.table("t"), far, (int) merged.table("t").count(far));
    }
  }

  @Test
  void deletedAndReplacedRowsAreNotFoundThroughTheirGraph() {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      Table table = filled(test, Metric.L2, Element.FLOAT32);
      table.optimize();
      table.deleteWhere(lt("shuffled", 2_000));
      table.updateWhere(lt("shuffled", 2_500), Map.of("v", new float[DIMENSION]));
      for (int i = 0; i < QUERIES; i++) {
        List<Hit> hits = table.search("v", query(i)).limit(50).hits();
        assertThat(hits).hasSize(50).allMatch(hit -> (Integer) hit.row().get("shuffled") >= 2_000);
      }
      assertThat(recall(table, null)).isGreaterThanOrEqualTo(LEAST_RECALL);
      assertThat(
              table
                  .search("v", new float[DIMENSION])
                  .where(lt("shuffled", 2_500))
                  .limit(1_000)
                  .hits())
          .hasSize(500)
          .allMatch(hit -> hit.distance() == 0);
    }
  }

  @Test
  void anAnswerAsLongAsTheTableHoldsEveryRowOnce() {
    Table table = merged.table("t");
    Set<Object> ids = new HashSet<>();
    table.search("v", query(1)).limit(2 * ROWS).hits().forEach(hit -> ids.add(hit.row().get("id")));
    assertThat(ids).hasSize(ROWS);
  }

  @Test
  void explainNamesTheMethodOfEverySource() {
    Table table = merged.table("t");
    Search search = table.search("v", query(0));
    assertThat(search.explain().toString()).contains("nearest 10 by L2", "graph walk", "ef 100");
    assertThat(search.exact().explain().toString()).contains("exact").doesNotContain("graph walk");
    assertThat(search.metric(Metric.DOT).explain().toString())
        .contains("DOT", "exact")
        .doesNotContain("graph walk");
    assertThat(search.where(eq("id", 7)).explain().toString())
        .contains(
            "filter: id = 7, ", " => 1 of 4,500 rows (0.02 %)", "1 comparisons, costs as much as 0")
        .doesNotContain("graph walk");
    assertThat(search.where(ge("id", ROWS / 2)).ef(10).explain().toString())
        .contains(
            "filter: id >= 2250, ",
            " => 2,250 of 4,500 rows (50 %)",
            "ef 10, about 20 nodes, exact search costs as much as 112");
    assertThat(search.where(lt("id", 0)).explain().toString()).contains("skip on segment");
    assertThat(search.ef(321).explain().toString()).contains("ef 321");
    assertThat(table.stats().segments())
        .singleElement()
        .satisfies(s -> assertThat(s.indexedColumns()).containsExactly("v"));
  }

  @Test
  void aVectorColumnWithFewValuesHasAGraphOverThoseAlone() {
    Schema schema =
        Schema.builder()
            .key("id", Types.int64())
            .field("n", Types.int32())
            .vector("v", DIMENSION, Metric.L2)
            .build();
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      Table table = test.get().createTable("t", schema);
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        rows.add(
            i % 3 == 0
                ? Row.of("id", i, "n", i, "v", vector(i, Element.FLOAT32))
                : Row.of("id", i, "n", i));
      }
      table.add(rows);
      table.optimize();
      assertThat(table.search("v", query(0)).ef(20).explain().toString()).contains("graph");
      assertThat(recall(table, null)).isGreaterThanOrEqualTo(LEAST_RECALL);
      assertThat(table.search("v", query(0)).limit(ROWS).hits()).hasSize(ROWS / 3);
    }
  }

  private static void assertFilled(Table table, Filter filter, int matching) {
    for (int i = 0; i < QUERIES; i++) {
      assertThat(table.search("v", query(i)).where(filter).hits())
          .as("%s", filter)
          .hasSize(Math.min(10, matching));
    }
    assertThat(recall(table, filter))
        .as("%d rows: %s", matching, table.search("v", query(0)).where(filter).explain().toString())
        .isGreaterThanOrEqualTo(LEAST_RECALL);
  }

  /** Returns the share of the ten truly nearest rows that were found, over all queries. */
  private static double recall(Reader reader, Filter filter) {
    int found = 0;
    int all = 0;
    for (int i = 0; i < QUERIES; i++) {
      Search search = reader.search("v", query(i)).select("id");
      Search filtered = filter == null ? search : search.where(filter);
      List<Row> truth = filtered.exact().hits().stream().map(Hit::row).toList();
      all += truth.size();
      found += (int) filtered.hits().stream().filter(hit -> truth.contains(hit.row())).count();
    }
    return (double) found / all;
  }

  /** Returns a table with its rows in a large segment, a small one, and memory. */
  private static Table filled(TestDatabase test, Metric metric, Element element) {
    Schema schema =
        Schema.builder()
            .key("id", Types.int64())
            .field("cluster", Types.int32())
            .field("shuffled", Types.int32())
            .vector("v", (Vector) Types.vector(element, DIMENSION), metric)
            .build();
    Table table = test.get().createTable("t", schema);
    table.add(rows(element, 0, 2_500));
    table.flush();
    table.add(rows(element, 2_500, 3_700));
    table.flush();
    table.awaitUpkeep();
    table.add(rows(element, 3_700, ROWS));
    return table;
  }

  private static List<Row> rows(Element element, int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      int shuffled = (int) (i * 2_741L % ROWS);
      rows.add(
          Row.of("id", i, "cluster", i % CLUSTERS, "shuffled", shuffled, "v", vector(i, element)));
    }
    return rows;
  }

  /** Returns a point of cluster {@code i % CLUSTERS}, in whole numbers for int8. */
  private static Object vector(long i, Element element) {
    Random centre = new Random(i % CLUSTERS);
    Random place = new Random(1_000 + i);
    float[] vector = new float[DIMENSION];
    byte[] bytes = new byte[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = (float) (20 * centre.nextGaussian() + 8 * place.nextGaussian());
      bytes[d] = (byte) vector[d];
    }
    return element == Element.INT8 ? bytes : vector;
  }

  private static float[] query(int i) {
    return (float[]) vector(1_000_000L + 7L * i, Element.FLOAT32);
  }
}
