package dev.pilum;

import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows of several vectors, in every place where they can lie, against comparing all with all. */
class MultivectorTest {
  private static final int DIMENSION = 12;
  private static final int TOPICS = 60;
  private static final DatabaseOptions SMALL_GRAPHS =
      DatabaseOptions.DEFAULT.withGraphMinimumRows(500);

  @TempDir private Path folder;

  /** A text as its tokens, for records. */
  @SuppressWarnings("ArrayRecordComponent") // A vector is an array.
  public record Text(
      @Key long id,
      @VectorField(dimension = 2, metric = Metric.DOT) List<float[]> tokens,
      @VectorField(dimension = 2) float[][] others) {}

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void rowsAreFoundByTheirNearestVectorsWhereverTheyLie(Metric metric) {
    try (TestDatabase test = new TestDatabase(folder, SMALL_GRAPHS)) {
      Table table = test.get().createTable("t", schema(metric));
      SplittableRandom random = new SplittableRandom(0x3AC5);
      Map<Long, List<float[]>> model = new HashMap<>();
      List<Long> order = new ArrayList<>();
      for (int step = 0; step < 20; step++) {
        change(table, model, order, random);
        if (step == 9 || step == 15) {
          table.flush();
          table.awaitUpkeep();
        }
      }
      test.inEveryPlace("t", reader -> assertNearest(reader, metric, model, order));
      table = test.table("t");
      assertThat(table.search("v", query(random)).ef(100).explain().toString())
          .contains("the nearest 100 vectors to each");
      assertThat(table.stats().segments().getFirst().indexedColumns()).containsExactly("v");
      assertThat(table.measureRecall("v", 40, 1, search -> search.ef(100)).recall())
          .isGreaterThan(0.85);
    }
  }

  private static void change(
      Table table, Map<Long, List<float[]>> model, List<Long> order, SplittableRandom random) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      long id = random.nextInt(3_000);
      if (rows.stream().noneMatch(row -> row.get("id").equals(id))) {
        List<float[]> vectors = random.nextInt(20) == 0 ? null : vectors(random);
        rows.add(Row.of("id", id, "n", (int) (id % 10), "v", vectors));
        order.remove(id);
        order.add(id);
        model.put(id, vectors == null ? List.of() : vectors);
      }
    }
    table.upsert(rows);
    List<Long> gone = order.stream().filter(id -> random.nextInt(30) == 0).toList();
    table.deleteAll(gone);
    order.removeAll(gone);
    model.keySet().removeAll(gone);
  }

  private static void assertNearest(
      Reader reader, Metric metric, Map<Long, List<float[]>> model, List<Long> order) {
    SplittableRandom random = new SplittableRandom(5);
    int found = 0;
    int filtered = 0;
    for (int i = 0; i < 10; i++) {
      float[][] query = query(random);
      List<Long> truth = truth(metric, query, model, order);
      List<Hit> exact = reader.search("v", query).exact().limit(20).hits();
      assertThat(ids(exact)).isEqualTo(truth.subList(0, 20));
      exact.forEach(hit -> assertHit(hit, metric, query, model));
      List<Long> even = truth.stream().filter(id -> id % 10 < 5).limit(10).toList();
      assertThat(ids(reader.search("v", query).where(lt("n", 5)).exact().hits())).isEqualTo(even);
      List<Hit> near = reader.search("v", query).ef(100).hits();
      assertThat(near).hasSize(10);
      near.forEach(hit -> assertHit(hit, metric, query, model));
      found += common(ids(near), truth.subList(0, 10));
      List<Hit> half = reader.search("v", query).where(lt("n", 5)).ef(80).hits();
      assertThat(half).hasSize(10).allMatch(hit -> (int) hit.row().get("n") < 5);
      filtered += common(ids(half), even);
      float farthest = exact.get(7).distance();
      assertThat(ids(reader.search("v", query).within(farthest).hits()))
          .isEqualTo(truth.subList(0, 8));
      assertThat(ids(reader.search("v", query).recallTarget(0.9).limit(20).hits()))
          .isEqualTo(truth.subList(0, 20));
    }
    // Each of the sixty topics has more vectors than the hundred that a query's vector looks for.
    assertThat(found).as("of 100 nearest").isGreaterThanOrEqualTo(88);
    assertThat(filtered).as("of 100 nearest that match").isGreaterThanOrEqualTo(88);
  }

  private static List<Long> truth(
      Metric metric, float[][] query, Map<Long, List<float[]>> model, List<Long> order) {
    Map<Long, Double> distances = new HashMap<>();
    for (Long id : order) {
      if (!model.get(id).isEmpty()) {
        distances.put(id, distance(metric, query, model.get(id)));
      }
    }
    return order.stream()
        .filter(distances::containsKey)
        .sorted(Comparator.comparingDouble(distances::get))
        .toList();
  }

  private static void assertHit(
      Hit hit, Metric metric, float[][] query, Map<Long, List<float[]>> model) {
    double expected = distance(metric, query, model.get((Long) hit.row().get("id")));
    double tolerance = 1e-4 * (1 + Math.abs(expected)) * (metric == Metric.DOT ? 100 : 1);
    assertThat((double) hit.distance()).isBetween(expected - tolerance, expected + tolerance);
    float score = metric == Metric.L2 ? 1 / (1 + hit.distance()) : query.length - hit.distance();
    assertThat(hit.score()).isEqualTo(score);
  }

  @Test
  void oneVectorIsAQueryOfOne() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Metric.COSINE));
      SplittableRandom random = new SplittableRandom(1);
      for (long id = 0; id < 50; id++) {
        table.add(List.of(Row.of("id", id, "v", vectors(random))));
      }
      float[] one = vector(random, 3);
      assertThat(ids(table.search("v", one).hits()))
          .isEqualTo(ids(table.search("v", new float[][] {one}).hits()));
    }
  }

  @Test
  void batchesTakeCountsAndCoordinatesAndRecordsListsAndArrays() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table =
          test.get().createTable("t", Schema.builder().multivector("v", 2, Metric.DOT).build());
      table.add(
          table
              .newBatch()
              .vectors("v", new int[] {2, 0, 1}, new float[] {1, 2, 3, 4, 5, 6})
              .build());
      test.inEveryPlace(
          "t",
          reader -> {
            List<Row> rows = reader.scan().rows();
            assertThat((List<?>) rows.get(0).get("v")).hasSize(2);
            assertThat((List<?>) rows.get(1).get("v")).isEmpty();
            assertThat((List<?>) rows.get(2).get("v"))
                .satisfiesExactly(v -> assertThat((float[]) v).containsExactly(5, 6));
            assertThat(reader.search("v", new float[][] {{1, 0}, {0, 1}}).hits())
                .extracting(Hit::score)
                .containsExactly(11f, 7f);
          });
      Table texts = test.get().createTable("texts", Schemas.of(Text.class));
      assertThat(texts.schema().field("tokens").metric()).isEqualTo(Metric.DOT);
      float[][] vectors = {{1, 2}, {3, 4}};
      texts.addRecords(List.of(new Text(1, List.of(vectors), vectors)));
      Text read = texts.scan().records(Text.class).getFirst();
      assertThat(read.tokens().get(1)).containsExactly(3, 4);
      assertThat(read.others()).isDeepEqualTo(vectors);
    }
  }

  @Test
  void whatDoesNotFitIsRefusedAtTheDoor() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Schema schema =
          Schema.builder().multivector("v", 2, Metric.COSINE).vector("w", 2, Metric.L2).build();
      Table table = test.get().createTable("t", schema);
      assertRefused(() -> add(table, List.of(new float[3])), "dimension 2, got 3");
      assertRefused(() -> add(table, Arrays.asList(new float[2], null)), "no null among");
      assertRefused(() -> add(table, List.of(new float[] {1, Float.NaN})), "NaN at coordinate 1");
      assertRefused(
          () -> table.newBatch().vectors("v", new int[] {1, 1}, new float[2]), "do not add up");
      assertRefused(
          () -> table.newBatch().vectors("v", new int[] {-1, 2}, new float[2]), "do not add up");
      assertRefused(
          () -> table.newBatch().vectors("w", new int[] {1}, new float[2]), "not several");
      float[] bad = {1, 2, 3, Float.POSITIVE_INFINITY};
      assertRefused(
          () -> table.add(table.newBatch().vectors("v", new int[] {1, 1}, bad).build()),
          "Infinity at coordinate 1 of a vector, which must be finite, in row 1");
      assertRefused(() -> table.search("v", new float[0][]), "no vector");
      assertRefused(() -> table.search("v", new float[][] {{1, 2, 3}}), "dimension 2, got 3");
      assertRefused(() -> table.search("w", new float[][] {{1, 2}}), "one vector in each row");
      assertRefused(
          () -> Schema.builder().multivector("v", 2, Metric.HAMMING), "HAMMING cannot measure");
      assertThat(table.count()).isZero();
    }
  }

  @Test
  void bitsMayBeSeveralInEachRowToo() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Schema schema = Schema.builder().field("b", Types.list(Types.bits(8))).build();
      Table table = test.get().createTable("t", schema);
      table.add(List.of(Row.of("b", List.of(new byte[] {1}, new byte[] {7}))));
      table.add(List.of(Row.of("b", List.of(new byte[] {15}))));
      test.inEveryPlace(
          "t",
          reader ->
              assertThat(reader.search("b", new byte[] {7}).hits())
                  .extracting(Hit::distance)
                  .containsExactly(0f, 1f));
    }
  }

  @Test
  void plansCountNoRowsThatAreNeverFound() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Schema schema =
          Schema.builder().key("id", Types.int64()).multivector("v", 2, Metric.L2).build();
      Table table = test.get().createTable("t", schema);
      table.add(
          List.of(
              Row.of("id", 1L, "v", List.of(new float[] {1, 0})),
              Row.of("id", 2L, "v", List.of()),
              Row.of("id", 3L, "v", null),
              Row.of("id", 4L, "v", List.of(new float[] {0, 1}, new float[] {1, 1}))));
      test.inEveryPlace(
          "t",
          reader ->
              assertThat(reader.search("v", new float[] {1, 0}).explainAnalyze().toString())
                  .contains("=> 2 rows [2 rows in "));
    }
  }

  private static void assertRefused(Runnable call, String words) {
    assertThatThrownBy(call::run).isInstanceOf(InvalidRequest.class).hasMessageContaining(words);
  }

  private static void add(Table table, Object vectors) {
    table.add(List.of(Row.of("v", vectors)));
  }

  private static Schema schema(Metric metric) {
    return Schema.builder()
        .key("id", Types.int64())
        .field("n", Types.int32())
        .multivector("v", DIMENSION, metric)
        .build();
  }

  /** Returns up to eight vectors about two topics; now and then none. */
  private static List<float[]> vectors(SplittableRandom random) {
    int one = random.nextInt(TOPICS);
    int other = random.nextInt(TOPICS);
    List<float[]> vectors = new ArrayList<>();
    for (int i = random.nextInt(9); i > 0; i--) {
      vectors.add(vector(random, i % 2 == 0 ? one : other));
    }
    return vectors;
  }

  private static float[][] query(SplittableRandom random) {
    float[][] query = new float[1 + random.nextInt(5)][];
    for (int i = 0; i < query.length; i++) {
      query[i] = vector(random, random.nextInt(TOPICS));
    }
    return query;
  }

  private static float[] vector(SplittableRandom random, int topic) {
    SplittableRandom centre = new SplittableRandom(topic);
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (3 * centre.nextGaussian() + random.nextGaussian());
    }
    return vector;
  }

  private static double distance(Metric metric, float[][] query, List<float[]> vectors) {
    double sum = 0;
    for (float[] one : query) {
      sum +=
          vectors.stream().mapToDouble(v -> Distances.between(metric, one, v)).min().orElseThrow();
    }
    return sum;
  }

  private static int common(List<Long> found, List<Long> truth) {
    return (int) found.stream().filter(truth::contains).count();
  }

  private static List<Long> ids(List<Hit> hits) {
    return hits.stream().map(hit -> (Long) hit.row().get("id")).toList();
  }
}
