package dev.pilum;

import static dev.pilum.filter.Filters.lt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows in memory are found through an index once they are many; nothing is missed meanwhile. */
class LiveIndexTest {
  private static final int DIMENSION = 12;
  private static final int QUERIES = 40;

  /** So few that a walk is less work than comparing with a few thousand rows. */
  private static final int EF = 50;

  private static final double LEAST_RECALL = 0.97;

  private final SplittableRandom random = new SplittableRandom(0x5EED);
  @TempDir private Path folder;
  private Database database;
  private Table table;

  @BeforeEach
  void open() {
    database = Database.open(folder, DatabaseOptions.DEFAULT.withGraphMinimumRows(500));
    table =
        database.createTable(
            "t",
            Schema.builder()
                .key("id", Types.int64())
                .field("share", Types.int32())
                .vector("v", DIMENSION, Metric.L2)
                .build());
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void rowsInMemoryAreFoundByAWalkAndNewerOnesExactly() {
    upsert(0, 3_000);
    table.awaitUpkeep();
    upsert(3_000, 3_100);

    assertThat(table.stats().segments()).isEmpty();
    assertThat(plan(table)).contains("graph walk", "exact search", "in memory");
    assertThat(recall(table, UnaryOperator.identity())).isGreaterThanOrEqualTo(LEAST_RECALL);
    for (long id : new long[] {3_000, 3_050, 3_099}) {
      float[] own = (float[]) table.get(id).get("v");
      assertThat(table.search("v", own).limit(1).hits().getFirst().row().get("id")).isEqualTo(id);
    }
  }

  @Test
  void filtersAndDeletesHoldForBothParts() {
    upsert(0, 3_000);
    table.awaitUpkeep();
    upsert(2_500, 3_200);
    table.deleteAll(IntStream.range(0, 1_600).mapToObj(i -> 2L * i).toList());

    for (int most : new int[] {100, 60, 30, 5, 1}) {
      assertThat(recall(table, search -> search.where(lt("share", most))))
          .as("share below %d", most)
          .isGreaterThanOrEqualTo(LEAST_RECALL);
    }
    assertThat(recall(table, search -> search.limit(400))).isGreaterThanOrEqualTo(LEAST_RECALL);
    assertThat(table.search("v", vector()).limit(5_000).hits()).hasSize(1_600);
  }

  @Test
  void aSnapshotSeesItsOwnRowsThroughAnIndexThatKnowsMore() {
    upsert(0, 1_000);
    try (Snapshot snapshot = table.snapshot()) {
      upsert(1_000, 4_000);
      upsert(0, 300);
      table.awaitUpkeep();
      assertThat(plan(table)).contains("graph walk");
      assertThat(snapshot.search("v", vector()).limit(5_000).hits()).hasSize(1_000);
      assertThat(recall(snapshot, UnaryOperator.identity())).isGreaterThanOrEqualTo(LEAST_RECALL);
    }
  }

  @Test
  void aFlushedSegmentGoesOnWithTheGraphThatItsRowsHad() {
    upsert(0, 3_000);
    table.awaitUpkeep();
    upsert(2_000, 3_500);
    table.flush();
    table.awaitUpkeep();
    assertThat(table.stats().segments()).hasSize(1);
    assertThat(recall(table, UnaryOperator.identity())).isGreaterThanOrEqualTo(LEAST_RECALL);
    assertThat(table.verify().problems()).isEmpty();
  }

  @Test
  void rowsFromTheLogAreIndexedAfterReopening() {
    upsert(0, 1_200);
    database.close();
    database = Database.open(folder, DatabaseOptions.DEFAULT.withGraphMinimumRows(500));
    table = database.openTable("t");
    table.awaitUpkeep();
    assertThat(table.stats().segments()).isEmpty();
    assertThat(plan(table)).contains("graph walk");
    assertThat(recall(table, UnaryOperator.identity())).isGreaterThanOrEqualTo(LEAST_RECALL);
  }

  @Test
  void measuredRecallLeavesRowsInMemoryOut() {
    upsert(0, 2_000);
    table.awaitUpkeep();
    RecallReport report = table.measureRecall("v", 200);
    assertThat(report.recall()).isGreaterThanOrEqualTo(LEAST_RECALL);
  }

  @Test
  void anUnknownIndexIsRefusedWithTheNamesThereAre() {
    DatabaseOptions options =
        DatabaseOptions.DEFAULT.withIndex(IndexOptions.DEFAULT.withLiveIndex("faiss"));
    database.close();
    assertThatThrownBy(() -> Database.open(folder, options))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("no vector index 'faiss'")
        .hasMessageContaining("hnsw");
    Database.open(folder).close(); // nobody holds its lock
  }

  private String plan(Reader reader) {
    return reader.search("v", vector()).ef(EF).explain().toString();
  }

  private double recall(Reader reader, UnaryOperator<Search> how) {
    double sum = 0;
    for (int i = 0; i < QUERIES; i++) {
      Search search = how.apply(reader.search("v", vector()).ef(EF));
      List<Object> truth = ids(search.exact());
      List<Object> found = ids(search);
      assertThat(found).hasSameSizeAs(truth);
      sum +=
          truth.isEmpty()
              ? 1
              : truth.stream().filter(found::contains).count() / (double) truth.size();
    }
    return sum / QUERIES;
  }

  private static List<Object> ids(Search search) {
    return search.hits().stream().<Object>map(hit -> hit.row().get("id")).toList();
  }

  private void upsert(int from, int to) {
    table.upsert(
        IntStream.range(from, to)
            .mapToObj(id ->
                Map.<String, Object>of(
                    "id", (long) id, "share", random.nextInt(100), "v", vector()))
            .toList());
  }

  private float[] vector() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) random.nextGaussian();
    }
    return vector;
  }
}
