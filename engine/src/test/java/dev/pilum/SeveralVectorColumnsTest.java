package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType.Vector;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One table with vector columns of different dimension, element, metric and gaps. */
class SeveralVectorColumnsTest {
  private static final int ROWS = 2_600;
  private static final List<String> COLUMNS = List.of("title", "body", "picture");

  @TempDir private Path folder;

  @Test
  void eachColumnHasItsOwnGraphRecallAndAnswersWhereverRowsLie() {
    try (TestDatabase test =
        new TestDatabase(folder, DatabaseOptions.DEFAULT.withGraphMinimumRows(1_000))) {
      Table table = test.get().createTable("t", schema());
      table.add(rows(0, 1_500));
      table.flush();
      table.awaitUpkeep();
      table.add(rows(1_500, ROWS));
      table.update(7L, Map.of("title", vector(5_000_000, 8)));
      table.delete(8L);
      test.inEveryPlace("t", SeveralVectorColumnsTest::assertEachColumnIsFound);
      assertThat(test.table("t").stats().segments())
          .singleElement()
          .satisfies(
              s -> assertThat(s.indexedColumns()).containsExactlyInAnyOrderElementsOf(COLUMNS));
      for (String column : COLUMNS) {
        Table merged = test.table("t");
        Search search = merged.search(column, query(column, 3));
        if (!column.equals("picture")) { // so few rows have one that exact search is chosen
          assertThat(search.explain().toString()).as(column).contains("graph");
          assertThat(search.recallTarget(0.9).explain().toString()).as(column).contains("graph");
        }
        assertThat(merged.measureRecall(column, 40).recall()).as(column).isGreaterThan(0.9);
      }
    }
  }

  private static void assertEachColumnIsFound(Reader reader) {
    for (String column : COLUMNS) {
      int found = 0;
      for (int q = 0; q < 20; q++) {
        Search search = reader.search(column, query(column, q)).select("id");
        Set<Hit> truth = new HashSet<>(search.exact().hits());
        assertThat(truth).hasSize(10);
        found += (int) search.hits().stream().filter(truth::contains).count();
      }
      assertThat(found).as("hits in '%s' of 200", column).isGreaterThan(185);
      int with = column.equals("picture") ? (ROWS + 2) / 3 : ROWS - 1;
      assertThat(reader.search(column, query(column, 0)).limit(ROWS).select("id").hits())
          .as(column)
          .hasSize(with);
    }
    assertThat(reader.search("title", vector(5_000_000, 8)).limit(1).hits().getFirst())
        .satisfies(hit -> assertThat(hit.row().get("id")).isEqualTo(7L))
        .satisfies(hit -> assertThat(hit.distance()).isLessThan(1e-5f));
  }

  private static Schema schema() {
    return Schema.builder()
        .key("id", Types.int64())
        .vector("title", 8, Metric.COSINE)
        .vector("body", (Vector) Types.vector(Element.FLOAT16, 24), Metric.L2)
        .vector("picture", (Vector) Types.vector(Element.INT8, 12), Metric.DOT)
        .build();
  }

  private static List<Row> rows(int from, int to) {
    List<Row> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(
          i % 3 == 0
              ? Row.of(
                  "id", (long) i, "title", vector(i, 8), "body", vector(i, 24), "picture", bytes(i))
              : Row.of("id", (long) i, "title", vector(i, 8), "body", vector(i, 24)));
    }
    return rows;
  }

  private static float[] query(String column, int q) {
    return vector(1_000_000 + q, column.equals("title") ? 8 : column.equals("body") ? 24 : 12);
  }

  private static float[] vector(int seed, int dimension) {
    Random random = new Random(seed);
    float[] vector = new float[dimension];
    for (int d = 0; d < dimension; d++) {
      vector[d] = (float) (20 * random.nextGaussian());
    }
    return vector;
  }

  private static byte[] bytes(int seed) {
    float[] vector = vector(seed, 12);
    byte[] bytes = new byte[12];
    for (int d = 0; d < 12; d++) {
      bytes[d] = (byte) vector[d];
    }
    return bytes;
  }
}
