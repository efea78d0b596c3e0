package dev.pilum;

import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Searches for all rows within a distance, by comparison with an exact search for all rows. */
class RangeSearchTest {
  private static final int ROWS = 9_000;
  private static final int DIMENSION = 16;
  private static final int CLUSTERS = 30;

  /** One radius of 35 may lose the one row within them. */
  private static final double LEAST_RECALL = 0.97;

  private static final int QUERIES = 5;
  private static final DatabaseOptions GRAPHS = DatabaseOptions.DEFAULT.withGraphMinimumRows(1_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void allRowsWithinADistanceAreFoundAndNoOthersWhereverRowsLie(Metric metric) {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      filled(test, metric);
      test.inEveryPlace(
          "t",
          reader -> {
            double recall = 0;
            for (int q = 0; q < QUERIES; q++) {
              Search search = reader.search("v", vector(1_000_000 + q)).select("id");
              List<Hit> all = search.exact().limit(ROWS).hits();
              for (int rank : new int[] {0, 9, 60, 99, 100, 350, 2_000}) {
                recall += recallWithin(search, all, all.get(rank).distance());
              }
            }
            assertThat(recall / (QUERIES * 7)).isGreaterThanOrEqualTo(LEAST_RECALL);
          });
    }
  }

  @Test
  void aFilterHoldsWithinADistanceToo() {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      Table table = filled(test, Metric.COSINE);
      for (int matching : new int[] {3, 300, 2_000, 7_000}) {
        double recall = 0;
        for (int q = 0; q < 5; q++) {
          Search search =
              table.search("v", vector(2_000_000 + q)).where(lt("shuffled", matching)).select("id");
          List<Hit> all = search.exact().limit(ROWS).hits();
          assertThat(all).hasSizeBetween(matching - 1, matching);
          for (int rank : new int[] {0, 2, 40, 150, 1_500}) {
            float radius = all.get(Math.min(all.size() - 1, rank)).distance();
            recall += recallWithin(search, all, radius);
          }
        }
        assertThat(recall / (5 * 5)).isGreaterThanOrEqualTo(LEAST_RECALL);
      }
    }
  }

  @Test
  void aLimitKeepsTheNearestOfThemAndAnOffsetPassesOverThem() {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      Table table = filled(test, Metric.L2);
      Search search = table.search("v", vector(3_000_000)).select("id").exact();
      List<Hit> all = search.limit(ROWS).hits();
      Search near = search.within(all.get(49).distance());
      assertThat(near.hits()).isEqualTo(all.subList(0, 50));
      assertThat(near.limit(7).hits()).isEqualTo(all.subList(0, 7));
      assertThat(near.limit(7).offset(46).hits()).isEqualTo(all.subList(46, 50));
      assertThat(near.offset(48).hits()).isEqualTo(all.subList(48, 50));
      assertThat(near.offset(50).hits()).isEmpty();
    }
  }

  @Test
  void theBoundIsIncludedAndMayBeAnyNumber() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Metric.DOT));
      for (int i = 0; i < 20; i++) {
        float[] vector = new float[DIMENSION];
        vector[0] = i;
        table.add(List.of(Row.of("id", (long) i, "shuffled", i, "v", vector)));
      }
      float[] query = new float[DIMENSION];
      query[0] = 1;
      test.inEveryPlace(
          "t",
          reader -> {
            Search search = reader.search("v", query);
            assertThat(search.within(-14f).hits()).hasSize(5);
            assertThat(search.within(Math.nextDown(-14f)).hits()).hasSize(4);
            assertThat(search.within(-19f).hits()).isEmpty();
            assertThat(search.within(Float.NEGATIVE_INFINITY).hits()).isEmpty();
            assertThat(search.within(Float.MAX_VALUE).hits()).hasSize(20);
            assertThat(search.within(Float.POSITIVE_INFINITY).hits()).hasSize(10);
            assertThat(search.metric(Metric.L2).within(4f).hits()).hasSize(4);
          });
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> table.search("v", query).within(Float.NaN))
          .withMessageContaining("NaN");
    }
  }

  @Test
  void explainSaysHowFarTheSearchReaches() {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      Table table = filled(test, Metric.L2);
      Search search = table.search("v", vector(0)).within(2.5f);
      assertThat(search.explain().toString())
          .contains("all within 2.5 by L2", "graph walk", "exact search");
      assertThat(search.limit(12).explain().toString()).contains("nearest 12 within 2.5");
    }
  }

  /** Returns the share of the rows within a radius that were found, after checking what was. */
  private static double recallWithin(Search search, List<Hit> all, float radius) {
    List<Hit> expected = all.stream().filter(hit -> hit.distance() <= radius).toList();
    assertThat(search.exact().within(radius).hits()).isEqualTo(expected);
    List<Hit> found = search.within(radius).hits();
    Set<Hit> known = new HashSet<>(expected);
    assertThat(known).as("nothing but what exact search finds").containsAll(found);
    assertThat(new HashSet<>(found)).hasSize(found.size());
    return found.size() / (double) expected.size();
  }

  /** Returns a table with its rows in a large segment, a small one, and memory, some dead. */
  private static Table filled(TestDatabase test, Metric metric) {
    Table table = test.get().createTable("t", schema(metric));
    table.add(rows(0, 7_000));
    table.flush();
    table.add(rows(7_000, 8_200));
    table.flush();
    table.awaitUpkeep();
    table.add(rows(8_200, ROWS));
    table.delete(5L);
    return table;
  }

  private static Schema schema(Metric metric) {
    return Schema.builder()
        .key("id", Types.int64())
        .field("shuffled", Types.int32())
        .vector("v", DIMENSION, metric)
        .build();
  }

  private static List<Row> rows(int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(Row.of("id", (long) i, "shuffled", (int) (i * 2_741L % ROWS), "v", vector(i)));
    }
    return rows;
  }

  private static float[] vector(long i) {
    Random centre = new Random(i % CLUSTERS);
    Random place = new Random(1_000 + i);
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = (float) (2 * centre.nextGaussian() + place.nextGaussian());
    }
    return vector;
  }
}
