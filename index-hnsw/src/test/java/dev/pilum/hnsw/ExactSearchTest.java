package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSearchTest extends NearestNeighborsContract {

  @Override
  Search over(VectorBlock block, Metric metric, Arena arena) {
    return (query, k, accepted) ->
        ExactSearch.search(block, query, metric, k, accepted, KernelWarmUp.over(), () -> false);
  }

  @Override
  double leastRecall() {
    return 1;
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void withinARadiusAreTheRowsThatAreAtMostThatFar(Metric metric) {
    float[][] rows = Vectors.clustered(999, 12, 10, 11);
    rows[17] = rows[400].clone();
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 12, rows);
      AcceptedOrdinals some = Vectors.random(999, 0.5, 12);
      AcceptedOrdinals nearlyAll = Vectors.random(999, 0.997, 13);
      AcceptedOrdinals all64 = index -> -1L;
      Neighbors all = Reference.nearest(block, rows[400], metric, 999, null);
      for (int rank : new int[] {0, 1, 2, 70, 998}) {
        float radius = all.distance(rank);
        for (AcceptedOrdinals accepted : Arrays.asList(null, some, nearlyAll, all64)) {
          for (int k : new int[] {1, 20, 999}) {
            Neighbors expected = Reference.nearest(block, rows[400], metric, k, accepted);
            assertThat(
                    ExactSearch.within(
                        block,
                        rows[400],
                        metric,
                        radius,
                        k,
                        accepted,
                        KernelWarmUp.over(),
                        () -> false))
                .isEqualTo(firstWithin(expected, radius));
          }
        }
      }
    }
  }

  /** Most rows are told to be too far away without their distances. */
  @ParameterizedTest
  @ValueSource(ints = {2, 12, 50})
  void noRowIsLostThatPointsNearlyWhereTheQueryDoes(int dimension) {
    float[][] rows = nearlyParallel(3_000, dimension);
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, dimension, rows);
      for (int q : new int[] {0, 1_234, 2_999}) {
        ExactScorer scorer = new ExactScorer(block, Metric.COSINE, null);
        scorer.useQuery(rows[q]);
        long[] keys = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
          keys[i] = DistanceKey.of(scorer.distance(i), i);
        }
        Arrays.sort(keys);
        Neighbors all = Neighbors.ofSortedKeys(keys, keys.length);
        for (int k : new int[] {1, 2, 10, 100, 700, 3_000}) {
          assertThat(ExactSearch.search(block, rows[q], Metric.COSINE, k))
              .isEqualTo(Neighbors.ofSortedKeys(keys, k));
          float radius = all.distance(k - 1);
          assertThat(
                  ExactSearch.within(
                      block,
                      rows[q],
                      Metric.COSINE,
                      radius,
                      3_000,
                      null,
                      KernelWarmUp.over(),
                      () -> false))
              .isEqualTo(firstWithin(all, radius));
        }
      }
    }
  }

  /** Rows of all lengths that floats have, zero too, at angles of all sizes, also behind. */
  private static float[][] nearlyParallel(int rowCount, int dimension) {
    SplittableRandom random = new SplittableRandom(0x5EED);
    float[] direction = Vectors.uniform(1, dimension, 3)[0];
    float[][] rows = Vectors.uniform(rowCount, dimension, 4);
    for (int r = 0; r < rowCount; r++) {
      double off = Math.pow(10, random.nextDouble(-9, 1));
      double length = Math.pow(10, random.nextDouble(-24, 19)) * (r % 5 == 0 ? -1 : 1);
      for (int i = 0; i < dimension; i++) {
        rows[r][i] = (float) (r % 97 == 1 ? 0 : length * (direction[i] + off * rows[r][i]));
      }
    }
    return rows;
  }

  private static Neighbors firstWithin(Neighbors sorted, float radius) {
    long[] keys = new long[sorted.count()];
    int count = 0;
    while (count < sorted.count() && sorted.distance(count) <= radius) {
      keys[count] = DistanceKey.of(sorted.distance(count), sorted.ordinal(count));
      count++;
    }
    return Neighbors.ofSortedKeys(keys, count);
  }

  @Test
  void aCancelledSearchStopsWithinTheNextFewThousandRows() {
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.INT8, 1, new float[20_000][1]);
      AtomicInteger asked = new AtomicInteger();
      assertThatThrownBy(() ->
              ExactSearch.search(
                  block,
                  new float[1],
                  Metric.L2,
                  1,
                  null,
                  KernelWarmUp.over(),
                  () -> asked.incrementAndGet() == 2))
          .isInstanceOf(CancellationException.class)
          .hasMessageContaining("row 4096");
    }
  }

  @Test
  void aSearchAfterTheArenaWasClosedSaysSo() {
    Arena arena = Arena.ofShared();
    VectorBlock block = Vectors.block(arena, Element.FLOAT32, 2, Vectors.uniform(10, 2, 1));
    arena.close();
    assertThatThrownBy(() -> ExactSearch.search(block, new float[2], Metric.L2, 1))
        .isInstanceOf(Closed.class);
  }

  @Test
  void aBlockThatDoesNotFitItsMemoryIsRefused() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(100);
      assertThat(new VectorBlock(memory, Element.FLOAT32, 5, 5).rowBytes()).isEqualTo(20);
      assertThatThrownBy(() -> new VectorBlock(memory, Element.FLOAT32, 5, 6))
          .isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(
              () -> new VectorBlock(memory, Element.FLOAT32, Integer.MAX_VALUE, Integer.MAX_VALUE))
          .isInstanceOf(InvalidRequest.class);
      assertThatThrownBy(
              () -> new VectorBlock(MemorySegment.ofArray(new byte[8]), Element.INT8, 1, 8))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("native");
    }
  }
}
