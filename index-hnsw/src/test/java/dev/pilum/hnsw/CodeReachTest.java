package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CodeReachTest {
  private static final HeapBudget PLENTY = new HeapBudget(1L << 30);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void noVectorIsFartherFromItsCodeThanIsSaid(Metric metric) {
    int said = 0;
    for (int round = 0; round < 20; round++) {
      SplittableRandom random = new SplittableRandom(round);
      int dimension = 1 + random.nextInt(200);
      try (Arena arena = Arena.ofConfined()) {
        VectorBlock block =
            Vectors.block(arena, Element.FLOAT32, dimension, Vectors.odd(500, dimension, random));
        HnswGraph graph = copied(block, metric, arena).graph();
        Coded coded = graph.coded();
        if (coded == null) {
          continue; // another test looks at these
        }
        RowCoder coder = new RowCoder(block, metric, coded.codes().quantizer());
        for (int row = 0; row < 500; row++) {
          if ((coded.unsaid(row & -Long.SIZE) >>> row & 1) == 0) {
            coder.code(row);
            assertThat(coder.error()).as("round %d", round).isLessThan(coded.reach().error());
            assertThat(coder.length())
                .as("round %d", round)
                .isLessThanOrEqualTo(coded.reach().length() * 1.00001f);
            said++;
          }
        }
      }
    }
    assertThat(said).isGreaterThan(7_000);
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void underAFilterItFindsToTheBitWhatComparingAllVectorsFinds(Metric metric) {
    SearchScratch scratch = new SearchScratch();
    int helped = 0;
    for (int round = 0; round < 20; round++) {
      SplittableRandom random = new SplittableRandom(Long.getLong("seed", 0x5EED) + round);
      int count = 800 + random.nextInt(1_200);
      int dimension = 1 + random.nextInt(140);
      float[][] rows =
          round % 2 == 0
              ? Vectors.odd(count, dimension, random)
              : Vectors.uniform(count, dimension, round);
      Element element = round % 3 == 0 ? Element.FLOAT16 : Element.FLOAT32;
      try (Arena arena = Arena.ofConfined()) {
        VectorBlock block = Vectors.block(arena, element, dimension, rows);
        HnswSearcher searcher = copied(block, metric, arena);
        for (int q = 0; q < 6; q++) {
          float[] query = q == 5 ? new float[dimension] : block.vector(random.nextInt(count));
          AcceptedOrdinals some = Vectors.random(count, 0.4 + 0.1 * q, round);
          int k = 1 + random.nextInt(100);
          SearchPlan plan =
              searcher.plan(k, 100, some.count(count)).forced(SearchPlan.Method.EXACT);
          assertThat(searcher.search(query, k, plan, some, scratch))
              .as("round %d, query %d, %d x %d, k %d", round, q, count, dimension, k)
              .isEqualTo(
                  ExactSearch.search(
                      block, query, metric, k, some, KernelWarmUp.over(), () -> false));
          int compared = scratch.coded.comparedCount();
          helped += compared > 0 && compared < some.count(count) / 2 ? 1 : 0;
        }
      }
    }
    assertThat(helped)
        .as("searches that compared fewer than half of the vectors")
        .isGreaterThan(40);
  }

  @Test
  void aVeryLongRowDoesNotMakeTheOthersUncertain() {
    float[][] rows = Vectors.uniform(400, 8, 1);
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 8, rows);
      float error = copied(block, Metric.L2, arena).graph().coded().reach().error();
      Vectors.scale(rows[100], 50f);
      block = Vectors.block(arena, Element.FLOAT32, 8, rows);
      Coded coded = copied(block, Metric.L2, arena).graph().coded();
      assertThat(coded.unsaid(64)).isEqualTo(1L << (100 - 64));
      assertThat(coded.reach().error()).isBetween(0.8f * error, 1.2f * error);
    }
  }

  @Test
  void codesThatSayTooLittleAreNotMadeUseOf() {
    float[][] rows = Vectors.uniform(400, 8, 1);
    for (int i = 0; i < 60; i++) {
      rows[7 * i - i / 2] = new float[8];
    }
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 8, rows);
      assertThat(copied(block, Metric.COSINE, arena).graph().coded()).isNull();
      assertThat(copied(block, Metric.L2, arena).graph().coded()).isNotNull();
    }
  }

  @Test
  void nothingIsSaidWithoutACopyOnTheHeap() {
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 8, Vectors.uniform(400, 8, 1));
      HnswSearcher searcher = copied(block, Metric.L2, arena);
      assertThat(searcher.graph().coded()).isNotNull();
      searcher.leaveHeap();
      assertThat(searcher.graph().coded()).isNull();
    }
  }

  private HnswSearcher copied(VectorBlock block, Metric metric, Arena arena) {
    HnswGraph built = Graphs.build(block, metric);
    HnswSearcher searcher = new HnswSearcher(Graphs.reopened(built, block, folder, arena), block);
    searcher.copyToHeap(PLENTY);
    return searcher;
  }
}
