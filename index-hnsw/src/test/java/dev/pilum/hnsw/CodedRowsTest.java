package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodedRowsTest extends NearestNeighborsContract {
  private static final HeapBudget PLENTY = new HeapBudget(1L << 30);

  /** Codes two thirds of the rows, then some more, and leaves the last ones as they are. */
  @Override
  Search over(VectorBlock block, Metric metric, Arena arena) {
    if (!CodedRows.help(block.element(), metric)) {
      return (query, k, accepted) ->
          ExactSearch.search(block, query, metric, k, accepted, KernelWarmUp.over(), () -> false);
    }
    CodedRows coded = new CodedRows(metric, PLENTY);
    coded.growTo(first(block, 2 * block.rowCount() / 3));
    coded.growTo(first(block, block.rowCount() - block.rowCount() / 20));
    SearchScratch scratch = new SearchScratch();
    return (query, k, accepted) -> within(coded, block, query, k, accepted, scratch);
  }

  @Override
  double leastRecall() {
    return 1;
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void findsToTheBitWhatComparingAllVectorsFinds(Metric metric) {
    SplittableRandom random = new SplittableRandom(Long.getLong("seed", 0x5EED));
    SearchScratch scratch = new SearchScratch();
    for (int round = 0; round < 24; round++) {
      int count = 300 + random.nextInt(1_700);
      int dimension = 1 + random.nextInt(70);
      float[][] rows = Vectors.odd(count, dimension, random);
      Element element = round % 3 == 0 ? Element.FLOAT16 : Element.FLOAT32;
      try (Arena arena = Arena.ofConfined()) {
        VectorBlock block = Vectors.block(arena, element, dimension, rows);
        CodedRows coded = new CodedRows(metric, PLENTY);
        coded.growTo(first(block, count / 2));
        coded.growTo(first(block, count - random.nextInt(40)));
        for (int q = 0; q < 6; q++) {
          float[] query = q == 5 ? new float[dimension] : block.vector(random.nextInt(count));
          AcceptedOrdinals some = q % 2 == 0 ? null : Vectors.random(count, 0.7, round);
          int k = 1 + random.nextInt(count / 3);
          Neighbors all = Reference.nearest(block, query, metric, count, some);
          float radius = q < 3 ? Float.POSITIVE_INFINITY : all.distance(random.nextInt(count / 2));
          assertThat(coded.within(block, query, radius, k, some, scratch, () -> false))
              .as("round %d, query %d, %d x %d, k %d", round, q, count, dimension, k)
              .isEqualTo(
                  ExactSearch.within(
                      block, query, metric, radius, k, some, KernelWarmUp.over(), () -> false));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void fewRowsAreComparedByTheirVectors(Metric metric) {
    float[][] rows = Vectors.uniform(5_000, 96, 7);
    Vectors.scale(rows[33], 1e4f);
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 96, rows);
      CodedRows coded = new CodedRows(metric, PLENTY);
      coded.growTo(block);
      SearchScratch scratch = new SearchScratch();
      within(coded, block, Vectors.uniform(1, 96, 8)[0], 10, null, scratch);
      assertThat(scratch.coded.comparedCount()).isBetween(10, 250);
    }
  }

  @Test
  void withoutRoomOnTheHeapRowsAreComparedAsTheyAre() {
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 8, Vectors.uniform(600, 8, 9));
      HeapBudget budget = new HeapBudget(600 * 44);
      CodedRows coded = new CodedRows(Metric.L2, budget);
      coded.growTo(block);
      assertThat(coded.uncoded(600)).isEqualTo(600);
      assertThat(within(coded, block, new float[8], 5, null, new SearchScratch()))
          .isEqualTo(Reference.nearest(block, new float[8], Metric.L2, 5, null));
      assertThat(budget.takenBytes()).isZero();
    }
  }

  @Test
  void rowsThatGetAFirstLookAreComparedLongest() {
    assertThat(CodedRows.mostCompared(255)).isLessThan(CodedRows.mostCompared(256));
    assertThat(CodedRows.mostCompared(1_536)).isEqualTo(CodedRows.mostCompared(256));
    assertThat(CodedRows.mostCompared(255)).isLessThan(CodedRows.mostCompared(128));
  }

  @Test
  void theHeapThatCodesTakeIsCountedAndGivenBack() {
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 8, Vectors.uniform(2_000, 8, 9));
      HeapBudget budget = new HeapBudget(1 << 20);
      CodedRows coded = new CodedRows(Metric.L2, budget);
      coded.growTo(first(block, 300));
      assertThat(budget.takenBytes()).isEqualTo(600 * 44);
      coded.growTo(first(block, 500));
      assertThat(budget.takenBytes()).isEqualTo(600 * 44);
      coded.growTo(block);
      assertThat(budget.takenBytes()).isEqualTo(4_000 * 44);
      assertThat(coded.uncoded(2_001)).isEqualTo(1);
      coded.leaveHeap();
      assertThat(budget.takenBytes()).isZero();
    }
  }

  @Test
  void aCancelledSearchEnds() {
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 8, Vectors.uniform(600, 8, 9));
      CodedRows coded = new CodedRows(Metric.L2, PLENTY);
      coded.growTo(block);
      assertThatThrownBy(() ->
              coded.within(
                  block,
                  new float[8],
                  Float.POSITIVE_INFINITY,
                  5,
                  null,
                  new SearchScratch(),
                  () -> true))
          .isInstanceOf(CancellationException.class);
    }
  }

  private static VectorBlock first(VectorBlock block, int rows) {
    return new VectorBlock(block.vectors(), block.element(), block.dimension(), rows);
  }

  private static Neighbors within(
      CodedRows coded,
      VectorBlock block,
      float[] query,
      int k,
      @Nullable AcceptedOrdinals accepted,
      SearchScratch scratch) {
    return coded.within(block, query, Float.POSITIVE_INFINITY, k, accepted, scratch, () -> false);
  }
}
