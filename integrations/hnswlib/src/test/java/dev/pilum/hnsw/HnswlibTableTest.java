package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.Database;
import dev.pilum.DatabaseOptions;
import dev.pilum.Hit;
import dev.pilum.IndexOptions;
import dev.pilum.Search;
import dev.pilum.Table;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table whose new rows are found by hnswlib-core. */
class HnswlibTableTest {
  private static final int DIMENSION = 8;

  private final SplittableRandom random = new SplittableRandom(0x5EED);

  @Test
  void newRowsAreFoundAsWellAsByPilumsOwnGraphsAndSegmentsHaveThose(@TempDir Path folder) {
    DatabaseOptions options =
        DatabaseOptions.DEFAULT
            .withGraphMinimumRows(500)
            .withIndex(IndexOptions.DEFAULT.withLiveIndex("hnswlib"));
    try (Database database = Database.open(folder, options)) {
      Table table =
          database.createTable("t", Schema.builder().vector("v", DIMENSION, Metric.COSINE).build());
      add(table, 2_000);
      table.awaitUpkeep();
      add(table, 1_500);
      table.awaitUpkeep();
      add(table, 100);
      assertThat(table.search("v", vector()).explain().toString())
          .contains("graph walk")
          .contains("exact search");
      assertThat(recall(table)).isGreaterThanOrEqualTo(0.97);

      table.flush();
      table.awaitUpkeep();
      assertThat(table.verify().problems()).isEmpty();
      assertThat(recall(table)).isGreaterThanOrEqualTo(0.97);
    }
  }

  private double recall(Table table) {
    int found = 0;
    for (int i = 0; i < 50; i++) {
      Search search = table.search("v", vector());
      List<Hit> truth = search.exact().hits();
      float farthest = truth.getLast().distance();
      found += (int) search.hits().stream().filter(hit -> hit.distance() <= farthest).count();
    }
    return found / 500.0;
  }

  private void add(Table table, int rows) {
    float[] coordinates = new float[rows * DIMENSION];
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] = (float) random.nextGaussian();
    }
    table.add(table.newBatch().vectors("v", coordinates).build());
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
