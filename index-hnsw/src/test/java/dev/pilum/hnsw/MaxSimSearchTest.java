package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches for several vectors at once against comparing all with all. */
@Tag("also-without-simd")
class MaxSimSearchTest {
  private static final int ROWS = 900;
  private static final int DIMENSION = 16;

  @ParameterizedTest
  @EnumSource(Metric.class)
  void exactSearchAndWalksThatMeetEveryVectorFindWhatPlainArithmeticFinds(Metric metric) {
    try (Arena arena = Arena.ofShared()) {
      VectorRuns runs = runs(arena, metric == Metric.HAMMING ? Element.BIT : Element.FLOAT32);
      HnswSearcher graph = graph(runs, metric);
      SplittableRandom random = new SplittableRandom(3);
      for (int i = 0; i < 20; i++) {
        MaxSimSearch search = new MaxSimSearch(runs, queries(random, metric), metric);
        AcceptedOrdinals accepted = i % 2 == 0 ? null : Vectors.random(ROWS, 0.3, i);
        Neighbors truth = truth(runs, i, metric, accepted);
        assertThat(exact(search, 10, accepted, null)).isEqualTo(truth);
        assertThat(exact(search, 10, accepted, graph)).isEqualTo(truth);
        Neighbors walked =
            search.walk(graph, 10, runs.block().rowCount(), accepted, new SearchScratch());
        assertThat(walked).isEqualTo(truth);
      }
    }
  }

  @Test
  void narrowWalksFindMostAndNeverRowsThatAreNotAccepted() {
    try (Arena arena = Arena.ofShared()) {
      VectorRuns runs = runs(arena, Element.FLOAT32);
      HnswSearcher graph = graph(runs, Metric.L2);
      SplittableRandom random = new SplittableRandom(4);
      int found = 0;
      for (int i = 0; i < 30; i++) {
        MaxSimSearch search = new MaxSimSearch(runs, queries(random, Metric.L2), Metric.L2);
        AcceptedOrdinals accepted = Vectors.random(ROWS, 0.5, i);
        Neighbors exact = exact(search, 10, accepted, graph);
        Neighbors walked = search.walk(graph, 10, 100, accepted, new SearchScratch());
        for (int rank = 0; rank < walked.count(); rank++) {
          assertThat(accepted.contains(walked.ordinal(rank))).isTrue();
          found += walked.distance(rank) <= exact.distance(exact.count() - 1) ? 1 : 0;
        }
      }
      assertThat(found).isGreaterThan(270);
    }
  }

  @Test
  void aRadiusIsKeptAndRowsWithoutVectorsAreNeverFound() {
    try (Arena arena = Arena.ofShared()) {
      VectorRuns runs = runs(arena, Element.FLOAT32);
      float[][] queries = queries(new SplittableRandom(6), Metric.L2);
      MaxSimSearch search = new MaxSimSearch(runs, queries, Metric.L2);
      Neighbors all = exact(search, ROWS, null, null);
      int rows = 0;
      for (int row = 0; row < ROWS; row++) {
        rows += runs.end(row) > runs.start(row) ? 1 : 0;
      }
      assertThat(all.count()).isEqualTo(rows).isLessThan(ROWS);
      float radius = all.distance(25);
      Neighbors near = search.exact(radius, ROWS, null, null, KernelWarmUp.over(), () -> false);
      assertThat(near.count()).isEqualTo(26);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void walksFindWhatExactSearchFindsAmongInfiniteDistances(boolean allAreInfinite) {
    try (Arena arena = Arena.ofShared()) {
      VectorRuns runs = runs(arena, Element.FLOAT32);
      float[][] queries = Vectors.clustered(2, DIMENSION, 30, 7);
      if (allAreInfinite) {
        Arrays.fill(queries[1], 1e30f);
      } else {
        runs.block().vectors().set(ValueLayout.JAVA_FLOAT, 5 * runs.block().rowBytes(), 1e30f);
      }
      MaxSimSearch search = new MaxSimSearch(runs, queries, Metric.L2);
      HnswSearcher graph = graph(runs, Metric.L2);
      int all = runs.block().rowCount();
      assertThat(search.walk(graph, 10, all, null, new SearchScratch()))
          .isEqualTo(exact(search, 10, null, graph));
    }
  }

  @Test
  void unfitQueriesAreRefused() {
    try (Arena arena = Arena.ofShared()) {
      VectorRuns runs = runs(arena, Element.FLOAT32);
      assertThatThrownBy(() -> new MaxSimSearch(runs, new float[0][], Metric.L2))
          .isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(() -> new MaxSimSearch(runs, new float[][] {{1}}, Metric.L2))
          .isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(() -> new MaxSimSearch(runs, new float[1][DIMENSION], Metric.HAMMING))
          .isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(
              () -> new VectorRuns(runs.block(), MemorySegment.ofArray(new int[] {-1}), 0))
          .isInstanceOf(InvalidRequest.class);
    }
  }

  private static Neighbors exact(
      MaxSimSearch search,
      int k,
      @Nullable AcceptedOrdinals accepted,
      @Nullable HnswSearcher graph) {
    return search.exact(
        Float.POSITIVE_INFINITY, k, accepted, graph, KernelWarmUp.over(), () -> false);
  }

  /** Adds up the distances of single vectors; the seed gives the queries of that turn again. */
  private static Neighbors truth(
      VectorRuns runs, int turn, Metric metric, @Nullable AcceptedOrdinals accepted) {
    SplittableRandom random = new SplittableRandom(3);
    float[][] queries = queries(random, metric);
    for (int i = 0; i < turn; i++) {
      queries = queries(random, metric);
    }
    NearestHeap heap = new NearestHeap();
    heap.reset(10);
    for (int row = 0; row < ROWS; row++) {
      if (runs.end(row) > runs.start(row) && (accepted == null || accepted.contains(row))) {
        double sum = 0;
        for (float[] query : queries) {
          ExactScorer scorer = new ExactScorer(runs.block(), metric, null);
          scorer.useQuery(query);
          float nearest = Float.POSITIVE_INFINITY;
          for (int i = runs.start(row); i < runs.end(row); i++) {
            nearest = Math.min(nearest, scorer.distance(i));
          }
          sum += nearest;
        }
        heap.offer(DistanceKey.of((float) sum, row));
      }
    }
    return heap.drain(10);
  }

  private static HnswSearcher graph(VectorRuns runs, Metric metric) {
    return new HnswSearcher(Graphs.build(runs.block(), metric), runs.block());
  }

  private static float[][] queries(SplittableRandom random, Metric metric) {
    float[][] queries = Vectors.clustered(1 + random.nextInt(4), DIMENSION, 30, random.nextInt());
    for (int i = 0; i < queries.length && metric == Metric.HAMMING; i++) {
      queries[i] = Vectors.bits(queries[i]);
    }
    return queries;
  }

  /** Returns rows of none to five vectors. */
  private static VectorRuns runs(Arena arena, Element element) {
    SplittableRandom random = new SplittableRandom(1);
    MemorySegment offsets = arena.allocate(4L * (ROWS + 1), 4);
    int end = 0;
    for (int row = 1; row <= ROWS; row++) {
      end += random.nextInt(6);
      offsets.setAtIndex(ValueLayout.JAVA_INT, row, end);
    }
    float[][] vectors = Vectors.clustered(end, DIMENSION, 30, 2);
    return new VectorRuns(Vectors.block(arena, element, DIMENSION, vectors), offsets, ROWS);
  }
}
