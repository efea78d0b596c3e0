package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recall at 10 against exact search, with the defaults, and what filters cost of it. */
class HnswRecallTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "COSINE, FLOAT32, 64",
    "L2, FLOAT32, 64",
    "DOT, FLOAT32, 64",
    "COSINE, FLOAT16, 33",
    "L2, INT8, 48",
    "COSINE, INT8, 17"
  })
  void theDefaultsFindNearlyAllOfTheTenNearest(Metric metric, Element element, int dimension) {
    int rowCount = 6000;
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, element, dimension, Vectors.clustered(rowCount, dimension, 60, 1));
      HnswGraph graph = Graphs.reopened(Graphs.build(block, metric), block, folder, arena);
      HnswSearcher searcher = new HnswSearcher(graph, block);
      float[][] queries = Vectors.clustered(100, dimension, 60, 1);
      assertThat(recall(searcher, block, metric, queries, null)).isGreaterThanOrEqualTo(0.98);
      for (double share : new double[] {0.95, 0.3, 0.03}) {
        AcceptedOrdinals accepted = Vectors.random(rowCount, share, 2);
        assertThat(recall(searcher, block, metric, queries, accepted))
            .as("recall with a filter of " + share)
            .isGreaterThanOrEqualTo(0.98);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"COSINE, 384", "L2, 256", "DOT, 384"})
  void oneBitCodesFindNearlyAllOfTheTenNearest(Metric metric, int dimension) {
    int rowCount = 3000;
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(
              arena, Element.FLOAT32, dimension, Vectors.clustered(rowCount, dimension, 30, 1));
      HnswGraph built = Graphs.build(block, metric, Codes.ONE_BIT);
      HnswSearcher searcher = new HnswSearcher(Graphs.reopened(built, block, folder, arena), block);
      assertThat(built.shape().parameters().codes()).isEqualTo(Codes.ONE_BIT);
      float[][] queries = Vectors.clustered(60, dimension, 30, 1);
      assertThat(recall(searcher, block, metric, queries, null)).isGreaterThanOrEqualTo(0.98);
      for (double share : new double[] {0.95, 0.3, 0.03}) {
        assertThat(recall(searcher, block, metric, queries, Vectors.random(rowCount, share, 2)))
            .as("recall with a filter of " + share)
            .isGreaterThanOrEqualTo(0.98);
      }
    }
  }

  @Test
  void rowsThatOneBitCannotTellApartAreFoundByInt8() {
    float[][] rows = tightClusters(3000, 0.1f, 5);
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 32, rows);
      HnswGraph graph = Graphs.build(block, Metric.L2, Codes.ONE_BIT);
      assertThat(graph.shape().parameters().codes()).isEqualTo(Codes.INT8);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.3, INT8", "0.03, INT8", "0.01, NONE", "0.0001, NONE"})
  void rowsThatCodesCannotTellApartAreFoundWithoutThem(float width, Codes expected) {
    int rowCount = 3000;
    float[][] rows = tightClusters(rowCount, width, 5);
    float[][] queries = tightClusters(50, width, 6);
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 32, rows);
      HnswGraph graph = Graphs.reopened(Graphs.build(block, Metric.L2), block, folder, arena);
      assertThat(graph.shape().parameters().codes()).isEqualTo(expected);
      assertThat(recall(new HnswSearcher(graph, block), block, Metric.L2, queries, null))
          .isGreaterThanOrEqualTo(0.98);
    }
  }

  /** Codes put the tenth and the eleventh in the wrong order now and then. */
  @Test
  void aWalkNoWiderThanKKeepsMoreThanKForRescoring() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 32, Vectors.uniform(12, 32, 7));
      HnswGraph graph = Graphs.reopened(Graphs.build(block, Metric.L2), block, folder, arena);
      assertThat(graph.shape().parameters().codes()).isEqualTo(Codes.INT8);
      HnswSearcher searcher = new HnswSearcher(graph, block);
      SearchScratch scratch = new SearchScratch();
      for (float[] query : Vectors.uniform(500, 32, 8)) {
        assertThat(searcher.search(query, 10, 10, null, scratch))
            .isEqualTo(ExactSearch.search(block, query, Metric.L2, 10));
      }
    }
  }

  /** Returns rows around five points some 50 apart, {@code width} of a step from them. */
  private static float[][] tightClusters(int rowCount, float width, long seed) {
    float[][] centres = Vectors.uniform(5, 32, 4);
    float[][] rows = Vectors.uniform(rowCount, 32, seed);
    for (int r = 0; r < rowCount; r++) {
      for (int i = 0; i < 32; i++) {
        rows[r][i] = centres[r % 5][i] + width * rows[r][i];
      }
    }
    return rows;
  }

  private static double recall(
      HnswSearcher searcher,
      VectorBlock block,
      Metric metric,
      float[][] queries,
      @Nullable AcceptedOrdinals accepted) {
    SearchScratch scratch = new SearchScratch();
    int hits = 0;
    for (float[] query : queries) {
      BitSet truth = new BitSet();
      for (int ordinal :
          ExactSearch.search(block, query, metric, 10, accepted, KernelWarmUp.over(), () -> false)
              .ordinals()) {
        truth.set(ordinal);
      }
      for (int ordinal :
          searcher.search(query, 10, HnswSearcher.defaultEf(10), accepted, scratch).ordinals()) {
        hits += truth.get(ordinal) ? 1 : 0;
      }
    }
    return hits / (10.0 * queries.length);
  }
}
