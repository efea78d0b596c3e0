package dev.pilum;

import static dev.pilum.filter.Filters.ge;
import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.storage.schema.DataType.Vector;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact search over rows in memory, in segments and in both, against distances by definition. */
class SearchTest {
  private static final int ROWS = 300;
  private static final int DIMENSION = 19;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "COSINE,FLOAT32",
    "L2,FLOAT32",
    "DOT,FLOAT32",
    "COSINE,FLOAT16",
    "L2,FLOAT16",
    "DOT,FLOAT16",
    "COSINE,INT8",
    "L2,INT8",
    "DOT,INT8"
  })
  void theNearestRowsAreFoundInMemoryInSegmentsAndInBoth(Metric metric, Element element) {
    List<float[]> vectors = vectors(metric.name().length() * 31 + element.name().hashCode(), ROWS);
    float[] query = vectors.get(5).clone();
    query[0] += 1;
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(element, DIMENSION, metric));
      write(table, element, vectors, 0, 100);
      assertNearest(table, metric, query, vectors, 100);
      table.flush();
      assertNearest(table, metric, query, vectors, 100);
      write(table, element, vectors, 100, 200);
      assertNearest(table, metric, query, vectors, 200);
      table.flush();
      write(table, element, vectors, 200, ROWS);
      test.inEveryPlace("t", reader -> assertNearest(reader, metric, query, vectors, ROWS));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "COSINE,FLOAT32,33",
    "L2,FLOAT32,100",
    "DOT,FLOAT32,7",
    "COSINE,FLOAT16,33",
    "L2,FLOAT16,100",
    "COSINE,INT8,33",
    "L2,INT8,100"
  })
  void theSameQuestionGetsTheSameAnswerToTheLastBitWhereverRowsLie(
      Metric metric, Element element, int dimension) {
    Random random = new Random(dimension);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < 97; i++) {
      vectors.add(roundedVector(random, element, dimension));
    }
    float[] query = roundedVector(random, element, dimension);
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(element, dimension, metric));
      write(table, element, vectors, 0, 41);
      table.flush();
      write(table, element, vectors, 41, 97);
      List<String> first = answer(table, query);
      test.inEveryPlace("t", reader -> assertThat(answer(reader, query)).isEqualTo(first));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "COSINE,FLOAT32,33",
    "L2,FLOAT32,100",
    "DOT,FLOAT32,130",
    "COSINE,FLOAT16,33",
    "DOT,INT8,100"
  })
  void rowsOfEqualDistanceComeInTheOrderTheyWereWritten(
      Metric metric, Element element, int dimension) {
    float[] same = roundedVector(new Random(dimension), element, dimension);
    float[] query = roundedVector(new Random(dimension + 1), element, dimension);
    List<float[]> vectors = Collections.nCopies(90, same);
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(element, dimension, metric));
      write(table, element, vectors, 0, 31);
      table.flush();
      write(table, element, vectors, 31, 62);
      table.flush();
      write(table, element, vectors, 62, 90);
      table.upsert(row(element, 3, same));
      table.delete(4);
      test.inEveryPlace(
          "t",
          reader -> {
            List<Long> ids = ids(reader.search("v", query).limit(1000).hits());
            List<Long> written =
                reader.scan().rows().stream().map(row -> (Long) row.get("id")).toList();
            assertThat(ids).isEqualTo(written).endsWith(3L).hasSize(89);
            assertThat(ids(reader.search("v", query).limit(40).hits()))
                .isEqualTo(written.subList(0, 40));
          });
    }
  }

  @Test
  void aZeroVectorHasCosineDistanceOneToAll() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Element.FLOAT32, 2, Metric.COSINE));
      table.add(
          List.of(
              row(Element.FLOAT32, 1, new float[2]),
              row(Element.FLOAT32, 2, new float[] {1, 0}),
              row(Element.FLOAT32, 3, new float[] {-1, 0})));
      test.inEveryPlace(
          "t",
          reader -> {
            List<Hit> hits = reader.search("v", new float[] {5, 0}).hits();
            assertThat(ids(hits)).containsExactly(2L, 1L, 3L);
            assertThat(hits).extracting(Hit::distance).containsExactly(0f, 1f, 2f);
            assertThat(hits).extracting(Hit::score).containsExactly(1f, 0f, -1f);
            assertThat(reader.search("v", new float[2]).hits())
                .extracting(Hit::distance)
                .containsExactly(1f, 1f, 1f);
          });
    }
  }

  @Test
  void rowsWithoutAVectorAreNeverFound() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Element.FLOAT32, 2, Metric.L2));
      for (long id = 0; id < 130; id++) {
        table.add(
            List.of(
                id % 3 == 0
                    ? row(Element.FLOAT32, id, new float[] {id, 0})
                    : Row.of("id", id, "n", (int) id)));
      }
      test.inEveryPlace(
          "t",
          reader -> {
            assertThat(ids(reader.search("v", new float[2]).limit(200).hits()))
                .hasSize(44)
                .allMatch(id -> id % 3 == 0);
            assertThat(ids(reader.search("v", new float[2]).where(ge("n", 100)).hits()))
                .containsExactlyElementsOf(everyThird(102, 130));
          });
    }
  }

  @Test
  void offsetAndLimitCutPiecesOutOfTheWholeAnswer() {
    List<float[]> vectors = vectors(1, 120);
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Element.FLOAT32, DIMENSION, Metric.L2));
      write(table, Element.FLOAT32, vectors, 0, 60);
      table.flush();
      write(table, Element.FLOAT32, vectors, 60, 120);
      Search search = table.search("v", vectors.get(0));
      List<Long> all = ids(search.limit(120).hits());
      assertThat(new HashSet<>(all)).hasSize(120);
      assertThat(ids(search.hits())).isEqualTo(all.subList(0, 10));
      for (int offset : new int[] {0, 1, 59, 60, 115, 120, 500}) {
        assertThat(ids(search.offset(offset).limit(7).hits()))
            .isEqualTo(all.subList(Math.min(120, offset), Math.min(120, offset + 7)));
      }
      assertThat(ids(search.offset(5).limit(Integer.MAX_VALUE).hits()))
          .isEqualTo(all.subList(5, 120));
    }
  }

  @Test
  void onlySelectedColumnsComeBackInTheOrderAskedFor() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Element.FLOAT32, 2, Metric.L2));
      table.add(List.of(row(Element.FLOAT32, 1, new float[2])));
      Row row = table.search("v", new float[2]).select("n", "id").hits().getFirst().row();
      assertThat(List.copyOf(row.keySet())).containsExactly("n", "id");
    }
  }

  @Test
  void aSearchIsARecipeThatIsNotChangedByItsVariations() {
    List<float[]> vectors = vectors(2, 50);
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Element.FLOAT32, DIMENSION, Metric.L2));
      write(table, Element.FLOAT32, vectors, 0, 50);
      float[] query = vectors.get(0).clone();
      Search search = table.search("v", query).limit(5);
      List<Long> before = ids(search.hits());
      assertThat(ids(search.where(lt("n", 3)).limit(50).offset(1).hits())).hasSize(2);
      query[0] = 1e6f;
      assertThat(ids(search.hits())).isEqualTo(before);
      table.delete(before.getFirst());
      assertThat(ids(search.hits())).doesNotContain(before.getFirst()).hasSize(5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9, 10, 11, 150, 300})
  void aFilterThatMatchesEnoughRowsFillsTheAnswer(int matching) {
    List<float[]> vectors = vectors(3, ROWS);
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Element.FLOAT32, DIMENSION, Metric.L2));
      write(table, Element.FLOAT32, vectors, 0, 150);
      table.flush();
      write(table, Element.FLOAT32, vectors, 150, ROWS);
      List<Hit> hits = table.search("v", vectors.get(0)).where(lt("n", matching)).hits();
      assertThat(hits).hasSize(Math.min(10, matching));
      assertThat(ids(hits)).allMatch(id -> id < matching);
    }
  }

  @Test
  void anotherMetricMayBeAskedForThanTheColumnsOwn() {
    List<float[]> vectors = vectors(4, ROWS);
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Element.FLOAT32, DIMENSION, Metric.COSINE));
      write(table, Element.FLOAT32, vectors, 0, ROWS);
      for (Metric metric : List.of(Metric.COSINE, Metric.L2, Metric.DOT)) {
        assertNearest(
            table.search("v", vectors.get(7)).metric(metric),
            metric,
            vectors.get(7),
            vectors,
            ROWS);
      }
    }
  }

  private static void assertNearest(
      Reader reader, Metric metric, float[] query, List<float[]> vectors, int rows) {
    assertNearest(reader.search("v", query), metric, query, vectors, rows);
  }

  private static void assertNearest(
      Search search, Metric metric, float[] query, List<float[]> vectors, int rows) {
    List<Hit> hits = search.limit(25).hits();
    assertThat(hits).hasSize(25);
    Set<Integer> found = new HashSet<>();
    float last = Float.NEGATIVE_INFINITY;
    for (Hit hit : hits) {
      int id = Math.toIntExact((Long) hit.row().get("id"));
      assertThat(id).isLessThan(rows);
      assertThat(found.add(id)).isTrue();
      double distance = Distances.between(metric, query, vectors.get(id));
      assertThat((double) hit.distance()).isCloseTo(distance, within(tolerance(distance)));
      assertThat(hit.score()).isEqualTo(metric.score(hit.distance()));
      assertThat(hit.distance()).isGreaterThanOrEqualTo(last);
      last = hit.distance();
    }
    for (int id = 0; id < rows; id++) {
      double distance = Distances.between(metric, query, vectors.get(id));
      assertThat(found.contains(id) || distance >= last - tolerance(distance))
          .as("row %d at %s is nearer than %s", id, distance, last)
          .isTrue();
    }
  }

  private static double tolerance(double distance) {
    return 1e-4 * Math.max(1, Math.abs(distance));
  }

  private static List<String> answer(Reader reader, float[] query) {
    return reader.search("v", query).limit(1000).hits().stream()
        .map(hit -> hit.row().get("id") + " at " + Float.toHexString(hit.distance()))
        .toList();
  }

  private static List<Long> ids(List<Hit> hits) {
    return hits.stream().map(hit -> (Long) hit.row().get("id")).toList();
  }

  private static List<Long> everyThird(long from, long to) {
    List<Long> ids = new ArrayList<>();
    for (long id = from; id < to && ids.size() < 10; id += 3) {
      ids.add(id);
    }
    return ids;
  }

  private static Schema schema(Element element, int dimension, Metric metric) {
    return Schema.builder()
        .key("id", Types.int64())
        .field("n", Types.int32())
        .vector("v", (Vector) Types.vector(element, dimension), metric)
        .build();
  }

  private static void write(Table table, Element element, List<float[]> vectors, int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(row(element, i, vectors.get(i)));
    }
    table.add(rows);
  }

  private static Row row(Element element, long id, float[] vector) {
    return Row.of("id", id, "n", (int) id, "v", element == Element.INT8 ? bytes(vector) : vector);
  }

  private static byte[] bytes(float[] vector) {
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) vector[i];
    }
    return bytes;
  }

  private static List<float[]> vectors(long seed, int count) {
    Random random = new Random(seed);
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      vectors.add(i % 50 == 9 ? new float[DIMENSION] : vector(random, DIMENSION));
    }
    return vectors;
  }

  /** Returns coordinates whose sums are rounded, so that the order of additions shows. */
  private static float[] roundedVector(Random random, Element element, int dimension) {
    float[] vector = vector(random, dimension);
    for (int i = 0; i < dimension && element != Element.INT8; i++) {
      vector[i] *= (float) random.nextGaussian();
    }
    return vector;
  }

  /** Returns small whole coordinates, which every element type holds exactly. */
  private static float[] vector(Random random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random.nextInt(-100, 101);
    }
    return vector;
  }
}
