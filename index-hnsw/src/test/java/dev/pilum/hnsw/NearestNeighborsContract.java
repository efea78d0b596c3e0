package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every way of finding nearest neighbours must do, exact or not. */
@Tag("also-without-simd")
abstract class NearestNeighborsContract {

  /** One way of searching one block. */
  @FunctionalInterface
  interface Search {
    Neighbors find(float[] query, int k, @Nullable AcceptedOrdinals accepted);
  }

  /** Returns a search over {@code block}; whatever it needs may live in {@code arena}. */
  abstract Search over(VectorBlock block, Metric metric, Arena arena);

  /** Returns the share of true neighbours that must be found: 1 where the search is exact. */
  abstract double leastRecall();

  @ParameterizedTest
  @EnumSource(Element.class)
  void findsTheNeighboursThatPlainArithmeticFinds(Element element) {
    int dimension = element == Element.BIT ? 264 : 24;
    float[][] rows = Vectors.clustered(1500, dimension, 20, 1);
    float[][] queries = Vectors.clustered(40, dimension, 20, 1);
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, element, dimension, rows);
      for (Metric metric : metrics(element)) {
        Search search = over(block, metric, arena);
        double found = 0;
        for (float[] numbers : queries) {
          float[] query = element == Element.BIT ? Vectors.bits(numbers) : numbers;
          found +=
              recall(
                  search.find(query, 10, null), Reference.nearest(block, query, metric, 10, null));
        }
        assertThat(found / queries.length)
            .as("recall for " + metric)
            .isGreaterThanOrEqualTo(leastRecall());
      }
    }
  }

  @Test
  void aFilteredSearchReturnsAcceptedRowsOnlyAndAsManyAsAskedFor() {
    float[][] rows = Vectors.clustered(2000, 16, 10, 2);
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 16, rows);
      Search search = over(block, Metric.L2, arena);
      for (double share : new double[] {0.9, 0.5, 0.1, 0.02}) {
        AcceptedOrdinals accepted = Vectors.random(2000, share, 3);
        double found = 0;
        for (int q = 0; q < 20; q++) {
          Neighbors neighbors = search.find(rows[q * 7], 10, accepted);
          assertThat(neighbors.count()).isEqualTo(10);
          assertThat(Arrays.stream(neighbors.ordinals())).allMatch(accepted::contains);
          found +=
              recall(neighbors, Reference.nearest(block, rows[q * 7], Metric.L2, 10, accepted));
        }
        assertThat(found / 20).as("recall at share " + share).isGreaterThanOrEqualTo(leastRecall());
      }
    }
  }

  @Test
  void nothingIsFoundWhenNothingIsAccepted() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 8, Vectors.uniform(300, 8, 4));
      Search search = over(block, Metric.COSINE, arena);
      assertThat(search.find(new float[8], 10, index -> 0).count()).isZero();
    }
  }

  @Test
  void bitsPastTheLastRowMeanNothing() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 4, Vectors.uniform(70, 4, 5));
      Neighbors neighbors = over(block, Metric.L2, arena).find(new float[4], 100, index -> -1L);
      assertThat(sortedOrdinals(neighbors)).isEqualTo(range(70));
    }
  }

  @Test
  void aBlockWithoutRowsHasNoNeighbours() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.INT8, 4);
      assertThat(over(block, Metric.COSINE, arena).find(new float[4], 3, null).count()).isZero();
    }
  }

  @Test
  void theOnlyRowIsFoundWhateverTheQuery() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT16, 2, new float[] {3, 4});
      for (Metric metric : metrics(Element.FLOAT16)) {
        Neighbors neighbors = over(block, metric, arena).find(new float[] {-3, -4}, 5, null);
        assertThat(neighbors.ordinals()).containsExactly(0);
        float expected =
            switch (metric) {
              case COSINE -> 2f;
              case L2 -> 100f;
              case DOT -> 26f;
              case HAMMING -> throw new AssertionError("not of numbers");
            };
        assertThat(neighbors.distance(0)).isEqualTo(expected);
      }
    }
  }

  @Test
  void askingForMoreThanThereIsGivesAllInOrder() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 6, Vectors.uniform(50, 6, 6));
      Neighbors neighbors = over(block, Metric.L2, arena).find(new float[6], 1000, null);
      assertThat(sortedOrdinals(neighbors)).isEqualTo(range(50));
      assertThat(neighbors)
          .isEqualTo(Reference.nearest(block, new float[6], Metric.L2, 1000, null));
    }
  }

  @Test
  void oneDimensionIsEnough() {
    float[][] rows = new float[200][1];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = i * 37 % 200;
    }
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 1, rows);
      Neighbors neighbors = over(block, Metric.L2, arena).find(new float[] {100.2f}, 3, null);
      assertThat(neighbors)
          .isEqualTo(Reference.nearest(block, new float[] {100.2f}, Metric.L2, 3, null));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void manyEqualRowsHideNeitherEachOtherNorTheRest(Metric metric) {
    float[][] rows = Vectors.clustered(1000, 8, 5, 7);
    for (int i = 200; i < 900; i++) {
      rows[i] = rows[100 + i % 3].clone();
    }
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 8, rows);
      Search search = over(block, metric, arena);
      Neighbors all = search.find(rows[50], 1000, null);
      assertThat(sortedOrdinals(all)).isEqualTo(range(1000));
      BitSet late = new BitSet();
      late.set(850, 1000);
      Neighbors filtered = search.find(rows[100], 20, Vectors.of(late));
      assertThat(filtered)
          .isEqualTo(Reference.nearest(block, rows[100], metric, 20, Vectors.of(late)));
    }
  }

  @Test
  void equalDistancesComeInOrderOfOrdinal() {
    float[][] rows = new float[300][16];
    for (float[] row : rows) {
      row[3] = 1;
    }
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 16, rows);
      Neighbors neighbors = over(block, Metric.COSINE, arena).find(rows[0], 25, null);
      assertThat(neighbors.ordinals()).isEqualTo(range(25));
      assertThat(neighbors.distances()).containsOnly(0f);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Element.class, mode = EnumSource.Mode.EXCLUDE, names = "BIT")
  void aZeroVectorIsAtCosineDistanceOneFromEverything(Element element) {
    float[][] rows = {{1, 2, 3}, {0, 0, 0}, {-1, -2, -3}, {0, 0, 0}};
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, element, 3, rows);
      Search search = over(block, Metric.COSINE, arena);
      assertThat(search.find(new float[3], 4, null).ordinals()).containsExactly(0, 1, 2, 3);
      assertThat(search.find(new float[3], 4, null).distances()).containsOnly(1f);
      Neighbors neighbors = search.find(new float[] {2, 4, 6}, 4, null);
      assertThat(neighbors.ordinals()).containsExactly(0, 1, 3, 2);
      assertThat(neighbors.distances()).containsExactly(new float[] {0, 1, 1, 2}, within(1e-6f));
      assertThat(neighbors.distance(1)).isEqualTo(1f);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void hugeComponentsNeverGiveNaN(Metric metric) {
    float[][] rows = {{1e30f, -1e30f}, {1, 1}, {1e38f, 1e38f}, {-1e38f, 1e38f}};
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 2, rows);
      Neighbors neighbors = over(block, metric, arena).find(new float[] {1e38f, 1e38f}, 4, null);
      assertThat(sortedOrdinals(neighbors)).isEqualTo(range(4));
      assertThat(neighbors.distances()).doesNotContain(Float.NaN);
    }
  }

  @Test
  void anUnfitQueryIsRefusedByName() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 3, Vectors.uniform(5, 3, 8));
      Search search = over(block, Metric.L2, arena);
      assertThatThrownBy(() -> search.find(new float[4], 1, null))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("dimension 4");
      assertThatThrownBy(() -> search.find(new float[] {0, Float.NaN, 0}, 1, null))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("component 1");
      assertThatThrownBy(() -> search.find(new float[3], 0, null))
          .isInstanceOf(InvalidRequest.class);
    }
  }

  @Test
  void theQueryIsLeftAsItWas() {
    float[] query = {1, 2, 3};
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 3, Vectors.uniform(50, 3, 9));
      over(block, Metric.COSINE, arena).find(query, 5, null);
    }
    assertThat(query).containsExactly(1, 2, 3);
  }

  @Test
  void bitsAreFoundByHowManyDiffer() {
    SplittableRandom random = new SplittableRandom(10);
    float[][] rows = new float[700][72];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(2);
      }
    }
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.BIT, 72, rows);
      Search search = over(block, Metric.HAMMING, arena);
      Neighbors all = search.find(rows[3], 700, null);
      assertThat(sortedOrdinals(all)).isEqualTo(range(700));
      for (int rank = 0; rank < 700; rank++) {
        int differing = 0;
        for (int i = 0; i < 72; i++) {
          differing += rows[3][i] == rows[all.ordinal(rank)][i] ? 0 : 1;
        }
        assertThat(all.distance(rank)).isEqualTo(differing);
      }
      assertThat(all.ordinal(0)).isEqualTo(3);
    }
  }

  @Test
  void bitsHaveNoOtherMetricAndNumbersNoHamming() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock bits = Vectors.block(arena, Element.BIT, 8, Vectors.uniform(5, 8, 8));
      VectorBlock numbers = Vectors.block(arena, Element.FLOAT32, 8, Vectors.uniform(5, 8, 8));
      assertThatThrownBy(() -> over(bits, Metric.L2, arena).find(new float[8], 1, null))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("L2 does not measure vectors of BIT");
      assertThatThrownBy(() -> over(numbers, Metric.HAMMING, arena).find(new float[8], 1, null))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("HAMMING");
      float[] half = new float[8];
      half[2] = 0.5f;
      assertThatThrownBy(() -> over(bits, Metric.HAMMING, arena).find(half, 1, null))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageContaining("component 2 of the query is 0.5");
    }
  }

  private static List<Metric> metrics(Element element) {
    return Arrays.stream(Metric.values()).filter(metric -> metric.measures(element)).toList();
  }

  /** Returns the share of the found that are as near as the truth; bits often tie. */
  private static double recall(Neighbors found, Neighbors truth) {
    float farthest = truth.distance(truth.count() - 1);
    int near = 0;
    for (float distance : found.distances()) {
      near += distance <= farthest ? 1 : 0;
    }
    return Math.min(near, truth.count()) / (double) truth.count();
  }

  private static int[] sortedOrdinals(Neighbors neighbors) {
    return Arrays.stream(neighbors.ordinals()).sorted().toArray();
  }

  private static int[] range(int end) {
    return IntStream.range(0, end).toArray();
  }
}
