package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CarriedNodesTest {
  private static final int DIMENSION = 20;
  private static final int FORMER = 3_000;

  @TempDir private Path folder;

  /** Rows of a former graph, some of which are left, behind other ones and before others again. */
  private static final class Merge {
    private final float[][] former;
    private final float[][] now;
    private final int[] newOrdinals;

    private Merge(float[][] former, float[][] now, int[] newOrdinals) {
      this.former = former;
      this.now = now;
      this.newOrdinals = newOrdinals;
    }

    static Merge of(float[][] rows, int before, IntPredicate isGone) {
      float[][] former = Arrays.copyOfRange(rows, before, before + FORMER);
      List<float[]> now = new ArrayList<>(Arrays.asList(rows).subList(0, before));
      int[] newOrdinals = new int[FORMER];
      for (int i = 0; i < FORMER; i++) {
        newOrdinals[i] = isGone.test(i) ? FormerGraph.GONE : now.size();
        if (newOrdinals[i] != FormerGraph.GONE) {
          now.add(former[i]);
        }
      }
      now.addAll(Arrays.asList(rows).subList(before + FORMER, rows.length));
      return new Merge(former, now.toArray(float[][]::new), newOrdinals);
    }

    VectorBlock formerBlock(Arena arena) {
      return Vectors.block(arena, Element.FLOAT32, DIMENSION, former);
    }

    VectorBlock block(Arena arena) {
      return Vectors.block(arena, Element.FLOAT32, DIMENSION, now);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Metric.class,
      names = {"COSINE", "L2", "DOT"})
  void whereverRowsWereLostTheGraphFindsAsMuchAsAFreshOne(Metric metric) {
    float[][] rows = Vectors.clustered(4_100, DIMENSION, 40, 1);
    float[][] queries = Arrays.copyOfRange(rows, 4_000, 4_100);
    float[][] base = Arrays.copyOf(rows, 4_000);
    SplittableRandom random = new SplittableRandom(2);
    List<IntPredicate> losses =
        List.of(i -> false, i -> random.nextInt(10) < 6, i -> (i + 400) % 40 < 20);
    for (int loss = 0; loss < losses.size(); loss++) {
      Merge merge = Merge.of(base, 400, losses.get(loss));
      try (Arena arena = Arena.ofShared()) {
        VectorBlock block = merge.block(arena);
        HnswGraph former = Graphs.build(merge.formerBlock(arena), metric);
        HnswGraph carried = extend(former, merge, block, metric, BuildThreads.CALLER_ONLY);
        HnswGraph fresh = Graphs.build(block, metric);
        for (int ef : new int[] {20, 60}) {
          assertThat(recall(carried, block, metric, queries, ef))
              .as("%s, loss %d, ef %d", metric, loss, ef)
              .isGreaterThanOrEqualTo(recall(fresh, block, metric, queries, ef) - 0.015);
        }
        if (metric == Metric.L2) {
          assertThat(Graphs.reachable(carried).cardinality()).isEqualTo(block.rowCount());
        }
      }
    }
  }

  @Test
  void theGraphDoesNotDependOnWhoBuildsItNorOnWhereTheFormerOneLies() {
    Merge merge = Merge.of(Vectors.clustered(3_800, DIMENSION, 30, 3), 500, i -> i % 3 == 0);
    try (Arena arena = Arena.ofShared();
        ExecutorService pool = Executors.newFixedThreadPool(3)) {
      VectorBlock block = merge.block(arena);
      VectorBlock formerBlock = merge.formerBlock(arena);
      HnswGraph former = Graphs.build(formerBlock, Metric.L2);
      HnswGraph mapped = Graphs.reopened(former, formerBlock, folder, arena);
      HnswGraph alone = extend(former, merge, block, Metric.L2, BuildThreads.CALLER_ONLY);
      HnswGraph together = extend(mapped, merge, block, Metric.L2, new BuildThreads(pool, 4));
      HnswGraphFileTest.assertSameGraph(alone, together);
    }
  }

  @Test
  void linksOfNodesWhoseNeighboursAreAllLeftStayAsTheyWere() {
    Merge merge = Merge.of(Vectors.uniform(FORMER + 200, DIMENSION, 4), 200, i -> false);
    try (Arena arena = Arena.ofShared()) {
      HnswGraph former = Graphs.build(merge.formerBlock(arena), Metric.L2);
      byte[] levels = new byte[merge.now.length];
      CarriedNodes carried = new CarriedNodes(new FormerGraph(former, merge.newOrdinals), levels);
      carried.setLevels(levels);
      assertThat(carried.count()).isEqualTo(FORMER);
      assertThat(carried.others(new int[] {0, 199, 200, 3_199})).containsExactly(0, 199);
      for (int i = 0; i < FORMER; i++) {
        assertThat(levels[i + 200] > 0).isEqualTo(former.isOnUpperLevels(i));
      }
      int top = former.topLevel();
      assertThat((int) levels[former.entryOrdinal() + 200]).isEqualTo(top);
      HnswGraph now =
          extend(former, merge, merge.block(arena), Metric.L2, BuildThreads.CALLER_ONLY);
      assertThat(now.topLevel()).isGreaterThanOrEqualTo(top);
    }
  }

  @Test
  void equalRowsShareANodeWhetherTheyMeetOrPart() {
    float[][] rows = Vectors.uniform(FORMER + 400, DIMENSION, 5);
    for (int i = 0; i < 100; i++) {
      rows[400 + 2_000 + i] = rows[400 + i].clone(); // in the former graph, chained
      rows[i] = rows[400 + 500 + i].clone(); // before it, equal to one of its nodes
    }
    Merge merge = Merge.of(rows, 400, i -> i < 50); // half of the chains lose their node
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = merge.block(arena);
      HnswGraph former = Graphs.build(merge.formerBlock(arena), Metric.L2);
      HnswGraph now = extend(former, merge, block, Metric.L2, BuildThreads.CALLER_ONLY);
      assertThat(now.shape().nodeCount())
          .isEqualTo(Graphs.build(block, Metric.L2).shape().nodeCount());
      HnswSearcher searcher = new HnswSearcher(now, block);
      for (int row = 0; row < block.rowCount(); row += 7) {
        Neighbors found = searcher.search(merge.now[row], 3, 100, null, new SearchScratch());
        Neighbors wanted = ExactSearch.search(block, merge.now[row], Metric.L2, 3);
        assertThat(found.ordinal(0)).isEqualTo(wanted.ordinal(0));
        assertThat(found.distances()[1]).isEqualTo(wanted.distances()[1]);
      }
    }
  }

  @Test
  void whereTooLittleIsLeftTheGraphIsAFreshOne() {
    float[][] rows = Vectors.clustered(FORMER + 1_000, DIMENSION, 30, 6);
    try (Arena arena = Arena.ofShared()) {
      Merge fewLeft = Merge.of(rows, 0, i -> i % 5 != 0);
      Merge nothingLeft = Merge.of(rows, 500, i -> true);
      for (Merge merge : List.of(fewLeft, nothingLeft)) {
        VectorBlock block = merge.block(arena);
        HnswGraph former = Graphs.build(merge.formerBlock(arena), Metric.L2);
        HnswGraphFileTest.assertSameGraph(
            extend(former, merge, block, Metric.L2, BuildThreads.CALLER_ONLY),
            Graphs.build(block, Metric.L2));
      }
      Merge merge = Merge.of(rows, 0, i -> false);
      HnswGraph sparse =
          HnswBuilder.build(
              merge.formerBlock(arena),
              Metric.L2,
              new HnswParameters(8, 100, 1, Codes.INT8),
              null,
              BuildThreads.CALLER_ONLY,
              (done, total) -> true);
      HnswGraphFileTest.assertSameGraph(
          extend(sparse, merge, merge.block(arena), Metric.L2, BuildThreads.CALLER_ONLY),
          Graphs.build(merge.block(arena), Metric.L2));
    }
  }

  @Test
  void aGraphOfOtherVectorsIsRefused() {
    Merge merge = Merge.of(Vectors.uniform(FORMER, DIMENSION, 7), 0, i -> false);
    try (Arena arena = Arena.ofShared()) {
      HnswGraph former = Graphs.build(merge.formerBlock(arena), Metric.L2);
      assertThatThrownBy(() ->
              extend(former, merge, merge.block(arena), Metric.COSINE, BuildThreads.CALLER_ONLY))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("L2");
      assertThatThrownBy(() -> new FormerGraph(former, new int[5]))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("got 5");
    }
  }

  private static HnswGraph extend(
      HnswGraph former, Merge merge, VectorBlock block, Metric metric, BuildThreads threads) {
    return HnswBuilder.extend(
        new FormerGraph(former, merge.newOrdinals),
        block,
        metric,
        HnswParameters.DEFAULT,
        null,
        threads,
        (done, total) -> true);
  }

  private static double recall(
      HnswGraph graph, VectorBlock block, Metric metric, float[][] queries, int ef) {
    HnswSearcher searcher = new HnswSearcher(graph, block);
    SearchScratch scratch = new SearchScratch();
    int found = 0;
    for (float[] query : queries) {
      float farthest = ExactSearch.search(block, query, metric, 10).distances()[9];
      for (float distance : searcher.search(query, 10, ef, null, scratch).distances()) {
        found += distance <= farthest ? 1 : 0;
      }
    }
    return found / (10.0 * queries.length);
  }
}
