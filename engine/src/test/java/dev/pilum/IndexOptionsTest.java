package dev.pilum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.IndexOptions.Codes;
import dev.pilum.hnsw.HnswGraph;
import dev.pilum.hnsw.HnswGraphFile;
import dev.pilum.storage.env.DiskFileStore;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndexOptionsTest {

  private static final int ROWS = 600;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Codes.class)
  void graphsAreBuiltAsTheOptionsSay(Codes codes) {
    IndexOptions index = IndexOptions.DEFAULT.withM(8).withEfConstruction(50).withCodes(codes);
    DatabaseOptions options = DatabaseOptions.DEFAULT.withGraphMinimumRows(100).withIndex(index);
    List<Object> before;
    try (Database database = Database.open(folder, options)) {
      Table table = load(database);
      before = found(table);
      HnswGraph graph = onlyGraph();
      assertThat(graph.shape().parameters().m()).isEqualTo(8);
      assertThat(graph.shape().parameters().efConstruction()).isEqualTo(50);
      assertThat(graph.shape().parameters().codes().name()).isEqualTo(codes.name());
    }
    Codes other = codes == Codes.NONE ? Codes.INT8 : Codes.NONE;
    try (Database database = Database.open(folder, options.withIndex(index.withCodes(other)))) {
      assertThat(found(database.openTable("t"))).isEqualTo(before);
      assertThat(onlyGraph().shape().parameters().codes().name())
          .as("what is there stays in use")
          .isEqualTo(codes.name());
    }
  }

  @Test
  void whatIsOutOfRangeIsRefused() {
    assertThatThrownBy(() -> IndexOptions.DEFAULT.withM(1)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> IndexOptions.DEFAULT.withM(129)).isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> IndexOptions.DEFAULT.withEfConstruction(15))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("16");
    assertThatThrownBy(() -> IndexOptions.DEFAULT.withEfConstruction(10_001))
        .isInstanceOf(InvalidRequest.class);
  }

  private static Table load(Database database) {
    Schema schema = Schema.builder().key("id", Types.int64()).vector("v", 4, Metric.L2).build();
    Table table = database.createTable("t", schema);
    Random random = new Random(1);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      float[] vector = new float[4];
      for (int c = 0; c < vector.length; c++) {
        vector[c] = (float) random.nextGaussian();
      }
      rows.add(Row.of("id", i, "v", vector));
    }
    table.add(rows);
    table.optimize();
    return table;
  }

  private static List<Object> found(Table table) {
    List<Object> found = new ArrayList<>();
    table
        .search("v", query())
        .limit(5)
        .hits()
        .forEach(hit -> found.add(hit.row().get("id") + " at " + hit.distance()));
    return found;
  }

  private HnswGraph onlyGraph() {
    FileStore files = DiskFileStore.open(folder);
    List<String> graphs =
        files.list("t/index").stream().filter(name -> name.startsWith("hnsw-")).toList();
    assertThat(graphs).hasSize(1);
    return HnswGraphFile.open(files, "t/index/" + graphs.getFirst(), Arena.global());
  }

  private static float[] query() {
    return new float[] {0.1f, 0.2f, -0.3f, 0.4f};
  }
}
