package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class HnswBuilderTest {

  private static final int DIMENSION = 20;

  @Test
  void theGraphDoesNotDependOnWhoBuildsIt() {
    try (Arena arena = Arena.ofShared();
        ExecutorService pool = Executors.newFixedThreadPool(3)) {
      VectorBlock block =
          Vectors.block(
              arena, Element.FLOAT32, DIMENSION, Vectors.clustered(3000, DIMENSION, 30, 1));
      List<Runnable> never = new ArrayList<>();
      Executor busy = never::add;
      Executor full =
          task -> {
            throw new RejectedExecutionException();
          };
      HnswGraph alone = build(block, null, BuildThreads.CALLER_ONLY);
      HnswGraphFileTest.assertSameGraph(alone, build(block, null, new BuildThreads(pool, 2)));
      HnswGraphFileTest.assertSameGraph(alone, build(block, null, new BuildThreads(pool, 4)));
      HnswGraphFileTest.assertSameGraph(
          alone, build(block, null, new BuildThreads(Runnable::run, 2)));
      HnswGraphFileTest.assertSameGraph(alone, build(block, null, new BuildThreads(full, 2)));
      HnswGraphFileTest.assertSameGraph(alone, build(block, null, new BuildThreads(busy, 2)));
      never.forEach(Runnable::run);
    }
  }

  @Test
  void everyNodeCanBeReachedOnTheLowestLevel() {
    try (Arena arena = Arena.ofShared()) {
      float[][][] kinds = {
        Vectors.clustered(4000, DIMENSION, 400, 2),
        Vectors.uniform(4000, DIMENSION, 3),
        sortedClusters(4000)
      };
      for (float[][] rows : kinds) {
        VectorBlock block = Vectors.block(arena, Element.FLOAT32, DIMENSION, rows);
        for (Metric metric : new Metric[] {Metric.COSINE, Metric.L2}) {
          assertThat(Graphs.reachable(Graphs.build(block, metric)).cardinality()).isEqualTo(4000);
        }
      }
    }
  }

  @Test
  void rowsLeftOutAreNeverFound() {
    try (Arena arena = Arena.ofShared()) {
      float[][] rows = Vectors.clustered(2000, DIMENSION, 20, 4);
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, DIMENSION, rows);
      AcceptedOrdinals included = Vectors.random(2000, 0.3, 5);
      HnswGraph graph = build(block, included, BuildThreads.CALLER_ONLY);
      HnswSearcher searcher = new HnswSearcher(graph, block);
      Neighbors all = searcher.search(rows[0], 2000, 100, null, new SearchScratch());
      assertThat(all).isEqualTo(Reference.nearest(block, rows[0], Metric.L2, 2000, included));
      assertThat(all.count()).isEqualTo(graph.shape().indexedRowCount());
    }
  }

  @Test
  void equalRowsShareANode() {
    try (Arena arena = Arena.ofShared()) {
      float[][] rows = Vectors.uniform(100, DIMENSION, 6);
      for (int i = 50; i < 100; i++) {
        rows[i] = rows[i - 50].clone();
      }
      BitSet included = new BitSet();
      included.set(1, 99);
      HnswGraph graph =
          build(
              Vectors.block(arena, Element.FLOAT32, DIMENSION, rows),
              Vectors.of(included),
              BuildThreads.CALLER_ONLY);
      assertThat(graph.shape().indexedRowCount()).isEqualTo(98);
      assertThat(graph.shape().nodeCount()).isEqualTo(50);
      assertThat(graph.nextDuplicate(1)).isEqualTo(51);
      assertThat(graph.nextDuplicate(51)).isEqualTo(HnswGraph.NONE);
      assertThat(graph.nextDuplicate(0)).isEqualTo(HnswGraph.NONE);
    }
  }

  @Test
  void theMonitorSeesProgressAndMayCancel() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, Element.FLOAT32, DIMENSION, Vectors.uniform(1000, DIMENSION, 7));
      List<Integer> seen = new ArrayList<>();
      BuildMonitor monitor =
          (inserted, total) -> {
            seen.add(inserted);
            return inserted < 500;
          };
      assertThatThrownBy(() ->
              HnswBuilder.build(
                  block,
                  Metric.L2,
                  HnswParameters.DEFAULT,
                  null,
                  BuildThreads.CALLER_ONLY,
                  monitor))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("of 1000");
      assertThat(seen)
          .isSorted()
          .startsWith(0)
          .last()
          .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.INTEGER)
          .isBetween(500, 700);
    }
  }

  @Test
  void anInterruptEndsTheBuildAndStaysSet() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, Element.FLOAT32, DIMENSION, Vectors.uniform(1000, DIMENSION, 8));
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> Graphs.build(block, Metric.L2))
          .isInstanceOf(CancellationException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new HnswParameters(1, 100, 0, Codes.NONE))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> new HnswParameters(129, 200, 0, Codes.NONE))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> new HnswParameters(16, 15, 0, Codes.NONE))
        .isInstanceOf(InvalidRequest.class);
    assertThatThrownBy(() -> new BuildThreads(Runnable::run, 0)).isInstanceOf(InvalidRequest.class);
    assertThat(new HnswParameters(2, 2, 0, Codes.NONE).maxLinks(0)).isEqualTo(4);
  }

  private static HnswGraph build(
      VectorBlock block,
      @org.jspecify.annotations.Nullable AcceptedOrdinals included,
      BuildThreads threads) {
    return HnswBuilder.build(
        block, Metric.L2, HnswParameters.DEFAULT, included, threads, (i, n) -> true);
  }

  /**
   * Tight clusters far apart, one after another: the order in which a graph falls apart most
   * easily.
   */
  private static float[][] sortedClusters(int rowCount) {
    float[][] centres = Vectors.uniform(10, DIMENSION, 9);
    float[][] rows = Vectors.uniform(rowCount, DIMENSION, 10);
    for (int r = 0; r < rowCount; r++) {
      for (int i = 0; i < DIMENSION; i++) {
        rows[r][i] = centres[r * 10 / rowCount][i] * 100 + rows[r][i] / 10;
      }
    }
    return rows;
  }
}
