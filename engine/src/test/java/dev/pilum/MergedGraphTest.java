package dev.pilum;

import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph of a merged segment begins with that of the largest segment that went into it. */
class MergedGraphTest {
  private static final int ROWS = 3_000;
  private static final int DIMENSION = 16;
  private static final int K = 10;
  private static final DatabaseOptions GRAPHS = DatabaseOptions.DEFAULT.withGraphMinimumRows(1_000);

  @TempDir private Path folder;

  private final float[][] vectors = vectors(ROWS + 900);

  @Test
  void itIsTheSameEachTimeAndNotTheOneThatIsBuiltFromNothing() throws IOException {
    byte[] first = mergedGraph(folder.resolve("first"), GRAPHS);
    byte[] second = mergedGraph(folder.resolve("second"), GRAPHS);
    assertThat(second).isEqualTo(first);
    try (Database db = Database.open(folder.resolve("other"), GRAPHS)) {
      Table table = create(db);
      table.add(rows(300, ROWS + 900));
      table.optimize();
      assertThat(newestGraph(folder.resolve("other"))).isNotEqualTo(first);
    }
  }

  @Test
  void itIsBuiltFromNothingWhenTheTableWasOpenedSinceTheMerge() throws IOException {
    Path place = folder.resolve("db");
    try (Database db = Database.open(place, GRAPHS)) {
      Table table = create(db);
      table.add(rows(0, ROWS));
      table.optimize();
    }
    try (Database db = Database.open(place, GRAPHS.withGraphMinimumRows(1_000_000))) {
      Table table = db.openTable("t");
      change(table);
      table.optimize();
      assertThat(table.stats().segments()).hasSize(1);
    }
    try (Database db = Database.open(place, GRAPHS)) {
      db.openTable("t").optimize();
      assertFindsNearlyAll(db.openTable("t"));
    }
  }

  @Test
  void itFindsWhatIsLeftAndWhatCameAfterSeveralMerges() throws IOException {
    try (Database db = Database.open(folder, GRAPHS)) {
      Table table = create(db);
      table.add(rows(0, ROWS));
      table.optimize();
      for (int round = 0; round < 4; round++) {
        table.deleteWhere(lt("id", 100 * (round + 1)));
        table.add(rows(ROWS + 200 * round, ROWS + 200 * (round + 1)));
        table.optimize();
        assertThat(table.stats().segments()).hasSize(1);
        assertFindsNearlyAll(table);
      }
    }
  }

  private byte[] mergedGraph(Path place, DatabaseOptions options) throws IOException {
    try (Database db = Database.open(place, options)) {
      Table table = create(db);
      table.add(rows(0, ROWS));
      table.optimize();
      change(table);
      table.optimize();
      assertThat(table.stats().segments()).hasSize(1);
      assertFindsNearlyAll(table);
    }
    return newestGraph(place);
  }

  private void change(Table table) {
    table.deleteWhere(lt("id", 300));
    table.add(rows(ROWS, ROWS + 900));
    table.flush();
  }

  private void assertFindsNearlyAll(Table table) {
    int found = 0;
    for (int query = 0; query < 100; query++) {
      float[] vector = vectors[(37 * query) % vectors.length];
      List<Hit> truth = table.search("v", vector).limit(K).exact().hits();
      for (Hit hit : table.search("v", vector).limit(K).ef(40).hits()) {
        found += hit.distance() <= truth.getLast().distance() ? 1 : 0;
      }
    }
    assertThat(found).isGreaterThan((int) (0.97 * 100 * K));
  }

  /** The manifest before the merge's still names the graph that the newest one began with. */
  private static byte[] newestGraph(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place.resolve("t").resolve("index"))) {
      List<Path> graphs =
          files.filter(file -> file.getFileName().toString().startsWith("hnsw-")).sorted().toList();
      assertThat(graphs).isNotEmpty();
      return Files.readAllBytes(graphs.getLast());
    }
  }

  private static Table create(Database db) {
    return db.createTable(
        "t", Schema.builder().field("id", Types.int32()).vector("v", DIMENSION, Metric.L2).build());
  }

  private List<Row> rows(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> Row.of("id", i, "v", vectors[i])).toList();
  }

  private static float[][] vectors(int count) {
    Random random = new Random(11);
    float[][] vectors = new float[count][DIMENSION];
    for (float[] vector : vectors) {
      for (int i = 0; i < DIMENSION; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }
}
