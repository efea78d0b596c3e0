package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What distances between codes have to do with those between vectors. */
class CodeScorerTest {

  private static final int ROWS = 200;

  @ParameterizedTest
  @CsvSource({
    "COSINE, FLOAT32, 25", "L2, FLOAT32, 25", "DOT, FLOAT32, 25",
    "COSINE, FLOAT16, 128", "L2, FLOAT16, 128", "DOT, FLOAT16, 128",
    "COSINE, FLOAT32, 1", "L2, FLOAT32, 784", "DOT, FLOAT32, 33"
  })
  void distancesOfCodesAreThoseOfVectorsButForRounding(
      Metric metric, Element element, int dimension) {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, element, dimension, Vectors.clustered(ROWS, dimension, 5, 1));
      NodeScorer byCode = new CodeScorer(codes(block, metric, arena));
      NodeScorer exact = new ExactScorer(block, metric, null);
      double scale = largestDistance(exact);
      for (float[] query : Vectors.clustered(20, dimension, 5, 2)) {
        byCode.useQuery(query);
        exact.useQuery(query);
        for (int row = 0; row < ROWS; row++) {
          assertThat((double) byCode.distance(row))
              .as("row " + row)
              .isCloseTo(exact.distance(row), within(0.015 * scale));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void oneRowAndFourGiveTheSameBitsInBothDirections(Metric metric) {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 40, Vectors.uniform(ROWS, 40, 3));
      RowCodes codes = codes(block, metric, arena);
      NodeScorer one = new CodeScorer(codes);
      NodeScorer other = new CodeScorer(codes);
      int[] all = IntStream.range(0, ROWS).toArray();
      float[] four = new float[4];
      for (int query = 0; query < ROWS; query += 17) {
        one.useRow(query);
        for (int from = 0; from + 4 <= ROWS; from += 4) {
          one.distances4(all, from, four);
          for (int i = 0; i < 4; i++) {
            other.useRow(from + i);
            assertThat(four[i]).isEqualTo(one.distance(from + i)).isEqualTo(other.distance(query));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "COSINE, 25",
    "L2, 25",
    "DOT, 25",
    "COSINE, 100",
    "L2, 128",
    "DOT, 160",
    "L2, 784",
    "DOT, 1"
  })
  void listsHaveTheBitsOfEachRowInAnArrayToo(Metric metric, int dimension) {
    try (Arena arena = Arena.ofShared()) {
      float[][] vectors = Vectors.uniform(ROWS, dimension, 6);
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, dimension, vectors);
      RowCodes mapped = codes(block, metric, arena);
      RowCodes inArray = mapped.onHeap();
      float[] distances = new float[Long.SIZE];
      for (int from = 0; from + Long.SIZE < ROWS; from += 13) {
        int first = from;
        int[] some = IntStream.range(0, from % 65).map(i -> first + i).toArray();
        float[] query = vectors[from];
        float norm = InverseNorms.ofSquare(InverseNorms.squaredNorm(query));
        CodeScorer one = mapped.scorer(query, KernelWarmUp.over());
        float bound = one.distance(from + 1);
        for (CodeScorer scorer :
            new CodeScorer[] {
              one,
              inArray.scorer(query, KernelWarmUp.over()),
              inArray.scorer(query, norm, new SearchScratch(KernelWarmUp.pending()))
            }) {
          long near = scorer.nearOf(some, some.length, bound, distances);
          for (int i = 0; i < some.length; i++) {
            assertThat(distances[i]).isEqualTo(one.distance(some[i]));
            assertThat((near >>> i & 1) == 1).isEqualTo(distances[i] <= bound);
          }
          scorer.distancesOf(some, some.length, distances);
          for (int i = 0; i < some.length; i++) {
            assertThat(distances[i]).isEqualTo(one.distance(some[i]));
          }
        }
      }
    }
  }

  @Test
  void aRowIsAtNoDistanceFromItselfByL2AndCosine() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 40, Vectors.uniform(ROWS, 40, 4));
      for (Metric metric : new Metric[] {Metric.L2, Metric.COSINE}) {
        RowCodes codes = codes(block, metric, arena);
        NodeScorer scorer = new CodeScorer(codes);
        for (int row = 0; row < ROWS; row++) {
          scorer.useRow(row);
          assertThat(scorer.distance(row)).isCloseTo(0f, within(1e-3f));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void oddVectorsHaveDistancesAndLeaveThoseOfOthersAlone(Metric metric) {
    float[][] rows = Vectors.uniform(ROWS, 8, 5);
    float[] values = {0f, Float.MIN_VALUE, 1e-30f, 1e30f, -Float.MAX_VALUE, Float.MAX_VALUE};
    for (int i = 0; i < values.length; i++) {
      java.util.Arrays.fill(rows[i], values[i]);
    }
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 8, rows);
      NodeScorer byCode = new CodeScorer(codes(block, metric, arena));
      NodeScorer exact = new ExactScorer(block, metric, null);
      for (int query = 0; query < ROWS; query++) {
        byCode.useRow(query);
        exact.useRow(query);
        for (int row = 0; row < ROWS; row++) {
          assertThat(byCode.distance(row)).isNotNaN();
          if (query >= values.length && row >= values.length) {
            assertThat(byCode.distance(row)).isCloseTo(exact.distance(row), within(20f));
          }
        }
      }
    }
  }

  private static RowCodes codes(VectorBlock block, Metric metric, Arena arena) {
    int[] nodes = IntStream.range(0, block.rowCount()).toArray();
    Quantizer quantizer = new Quantizer(metric, CodeCenter.of(block, metric, nodes));
    CodeLayout layout = new CodeLayout(block.dimension());
    MemorySegment rows = arena.allocate((long) layout.rowBytes() * block.rowCount(), 64);
    RowCodes.encode(block, quantizer, 0, block.rowCount(), rows);
    return new RowCodes(rows, layout, quantizer);
  }

  private static double largestDistance(NodeScorer exact) {
    double largest = 0;
    for (int query = 0; query < ROWS; query++) {
      exact.useRow(query);
      for (int row = 0; row < ROWS; row++) {
        largest = Math.max(largest, Math.abs(exact.distance(row)));
      }
    }
    return largest;
  }
}
