package dev.pilum;

import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recall that is asked for, and recall that is measured. */
class RecallTest {
  private static final int ROWS = 6_000;
  private static final int DIMENSION = 32;
  private static final DatabaseOptions GRAPHS = DatabaseOptions.DEFAULT.withGraphMinimumRows(1_000);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"L2,FLOAT32", "COSINE,FLOAT16", "COSINE,INT8"})
  void aRecallAskedForIsReachedByQueriesThatAreNotInTheTable(Metric metric, Element element) {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      filled(test, metric, element);
      test.inEveryPlace(
          "t",
          reader -> {
            for (double target : new double[] {0.7, 0.9, 0.97}) {
              assertThat(recall(reader, target)).isGreaterThan(target - 0.03);
            }
          });
      Table table = test.table("t");
      assertThat(ef(table, 0.7)).isLessThan(ef(table, 0.97));
      assertThat(table.search("v", vector(0)).recallTarget(0.9).explain().toString())
          .contains("graph walk", "ef ");
    }
  }

  @Test
  void measuredRecallIsThatOfQueriesThatAreNotInTheTable() {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      Table table = filled(test, Metric.L2, Element.FLOAT32);
      table.optimize();
      for (int ef : new int[] {10, 20, 60}) {
        RecallReport report = table.measureRecall("v", 300, 5, search -> search.ef(ef));
        double outside = recall(table, search -> search.ef(ef));
        assertThat(report.recall())
            .as("%s, from outside %s", report, outside)
            .isBetween(outside - 0.09, outside + 0.03);
        assertThat(report.sample()).isEqualTo(300);
        assertThat(report.k()).isEqualTo(10);
        assertThat(report.standardError()).isBetween(0.0, 0.02);
      }
    }
  }

  @Test
  void theSameSeedMeasuresTheSameAndAnotherOneOtherRows() {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      Table table = filled(test, Metric.COSINE, Element.FLOAT32);
      RecallReport first = table.measureRecall("v", 50, 9, search -> search.ef(10));
      assertThat(table.measureRecall("v", 50, 9, search -> search.ef(10))).isEqualTo(first);
      assertThat(first.seed()).isEqualTo(9);
      assertThat(table.measureRecall("v", 50, 10, search -> search.ef(10)).recall())
          .isNotEqualTo(first.recall());
    }
  }

  @Test
  void exactSearchHasRecallOneWhereverRowsLieWithDeadRowsFiltersAndDistances() {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      Table table = filled(test, Metric.L2, Element.FLOAT32);
      table.deleteWhere(lt("n", 500));
      assertThat(table.measureRecall("v", 60, 1, Search::exact).recall()).isEqualTo(1);
      assertThat(table.measureRecall("v", 60, 1, s -> s.exact().within(4_000f)).recall())
          .isEqualTo(1);
      assertThat(table.measureRecall("v", 60, 1, s -> s.where(lt("n", 600)).limit(5)))
          .satisfies(report -> assertThat(report.recall()).isEqualTo(1))
          .satisfies(report -> assertThat(report.k()).isEqualTo(5));
      assertThat(table.measureRecall("v", 60).recall()).isGreaterThan(0.95);
    }
  }

  @Test
  void aTableInMemoryIsMeasuredToo() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Metric.L2, Element.FLOAT32));
      assertNothingToMeasure(table);
      table.add(rows(Element.FLOAT32, 0, 1));
      assertNothingToMeasure(table);
      table.add(List.of(Row.of("id", 50L, "n", 50)));
      assertNothingToMeasure(table);
      table.add(rows(Element.FLOAT32, 1, 5));
      assertThat(table.measureRecall("v", 100)).isEqualTo(new RecallReport(1, 0, 10, 5, 1));
    }
  }

  @Test
  void aCalibrationThatIsLostOrDamagedIsMadeAnew() throws IOException {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      filled(test, Metric.L2, Element.FLOAT32).optimize();
      int before = ef(test.table("t"), 0.9);
      for (boolean lost : new boolean[] {true, false}) {
        test.get().close();
        Path file = calibration();
        if (lost) {
          Files.delete(file);
        } else {
          byte[] bytes = Files.readAllBytes(file);
          bytes[40] ^= 1;
          Files.write(file, bytes);
        }
        test.reopen();
        test.table("t").awaitUpkeep();
        assertThat(ef(test.table("t"), 0.9)).isEqualTo(before);
        assertThat(test.table("t").verify().problems()).isEmpty();
      }
    }
  }

  @Test
  void aTargetThatCannotBePromisedIsMetByExactSearch() {
    try (TestDatabase test = new TestDatabase(folder, GRAPHS)) {
      Table table = filled(test, Metric.L2, Element.FLOAT32);
      table.optimize();
      assertThat(table.search("v", vector(0)).recallTarget(1).explain().toString())
          .doesNotContain("graph walk");
      assertThat(table.search("v", vector(0)).recallTarget(0.999_999).explain().toString())
          .doesNotContain("graph walk");
      assertThat(table.search("v", vector(0)).recallTarget(0.9).ef(33).explain().toString())
          .contains("ef 33");
      assertThat(table.search("v", vector(0)).recallTarget(0.9).exact().explain().toString())
          .doesNotContain("graph walk");
    }
  }

  @Test
  void unfitRequestsAreRefused() {
    try (TestDatabase test = new TestDatabase(folder)) {
      Table table = test.get().createTable("t", schema(Metric.L2, Element.FLOAT32));
      table.add(rows(Element.FLOAT32, 0, 10));
      for (double target : new double[] {0, -0.5, 1.01, Double.NaN}) {
        assertThatExceptionOfType(InvalidRequest.class)
            .isThrownBy(() -> table.search("v", vector(0)).recallTarget(target))
            .withMessageContaining("recall target");
      }
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> table.measureRecall("v", 0))
          .withMessageContaining("got 0");
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> table.measureRecall("n", 10))
          .withMessageContaining("int32");
      Table other = test.get().createTable("other", table.schema());
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> table.measureRecall("v", 5, 1, search -> other.search("v", vector(0))));
    }
  }

  private static void assertNothingToMeasure(Table table) {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> table.measureRecall("v", 10))
        .withMessageContaining("'v'");
  }

  private Path calibration() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("t").resolve("index"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("ef-"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static int ef(Table table, double target) {
    String plan = table.search("v", vector(0)).recallTarget(target).explain().toString();
    return Integer.parseInt(plan.replaceAll("(?s).*?graph walk[^=]*, ef (\\d+).*", "$1"));
  }

  private static double recall(Reader reader, double target) {
    return recall(reader, search -> search.recallTarget(target));
  }

  private static double recall(Reader reader, java.util.function.UnaryOperator<Search> how) {
    int common = 0;
    int queries = 150;
    for (int q = 0; q < queries; q++) {
      Search search = reader.search("v", vector(1_000_000 + q)).select("id");
      List<Hit> truth = search.exact().hits();
      float farthest = truth.getLast().distance();
      common +=
          (int) how.apply(search).hits().stream().filter(h -> h.distance() <= farthest).count();
    }
    return common / 10.0 / queries;
  }

  private static Table filled(TestDatabase test, Metric metric, Element element) {
    Table table = test.get().createTable("t", schema(metric, element));
    table.add(rows(element, 0, 4_000));
    table.flush();
    table.add(rows(element, 4_000, 5_500));
    table.flush();
    table.awaitUpkeep();
    table.add(rows(element, 5_500, ROWS));
    return table;
  }

  private static Schema schema(Metric metric, Element element) {
    return Schema.builder()
        .key("id", Types.int64())
        .field("n", Types.int32())
        .vector("v", (Vector) Types.vector(element, DIMENSION), metric)
        .build();
  }

  private static List<Row> rows(Element element, int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      float[] vector = vector(i);
      byte[] bytes = new byte[DIMENSION];
      for (int d = 0; d < DIMENSION; d++) {
        bytes[d] = (byte) vector[d];
      }
      rows.add(Row.of("id", (long) i, "n", i, "v", element == Element.INT8 ? bytes : vector));
    }
    return rows;
  }

  private static float[] vector(int seed) {
    Random centre = new Random(seed % 50);
    Random place = new Random(1_000 + seed);
    float[] vector = new float[DIMENSION];
    for (int d = 0; d < DIMENSION; d++) {
      vector[d] = (float) (6 * centre.nextGaussian() + 10 * place.nextGaussian());
    }
    return vector;
  }
}
