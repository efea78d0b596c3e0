package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What distances estimated from one-bit codes have to do with those between vectors. */
@Tag("also-without-simd")
class SignScorerTest {

  private static final int ROWS = 300;
  private static final long SEED = 0x51;

  @ParameterizedTest
  @CsvSource({
    "COSINE, FLOAT32, 384",
    "L2, FLOAT32, 384",
    "DOT, FLOAT32, 384",
    "COSINE, FLOAT16, 100",
    "L2, FLOAT32, 784",
    "DOT, FLOAT32, 33",
    "L2, FLOAT32, 1"
  })
  void estimatesAreRightOnAverageAndOffByWhatThePaperSays(
      Metric metric, Element element, int dimension) {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, element, dimension, Vectors.clustered(ROWS, dimension, 5, 1));
      RowScorer estimated = scorer(codes(block, metric, arena));
      ExactScorer exact = new ExactScorer(block, metric, null);
      double errors = 0;
      double squares = 0;
      double scale = 0;
      int count = 0;
      float[] center = CodeCenter.of(block, metric, ordinals());
      for (float[] query : Vectors.clustered(40, dimension, 5, 2)) {
        estimated.useQuery(query);
        exact.useQuery(query);
        double length = rest(query, metric, center);
        for (int row = 0; row < ROWS; row++) {
          double error = estimated.distance(row) - exact.distance(row);
          double unit = length * rest(block.vector(row), metric, center);
          errors += error;
          squares += error * error;
          scale += unit * unit * (metric == Metric.L2 ? 4 : 1);
          count++;
        }
      }
      // sqrt(pi / 2 - 1) / sqrt(dimension) of the product of lengths; twice as much allowed.
      double expected = 0.756 * Math.sqrt(scale / count / new SignLayout(dimension).bits());
      assertThat(Math.sqrt(squares / count)).isLessThan(2 * expected);
      assertThat(errors / count).isCloseTo(0, within(0.3 * expected));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void estimatesAreTheSameWhereverCodesLie(Metric metric) {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, Element.FLOAT32, 70, Vectors.clustered(ROWS, 70, 5, 3));
      SignCodes mapped = codes(block, metric, arena);
      RowScorer one = scorer(mapped);
      RowScorer other = mapped.onHeap().scorer(new float[70], KernelWarmUp.pending());
      int[] all = ordinals();
      float[] many = new float[ROWS];
      float[] four = new float[4];
      for (float[] query : Vectors.clustered(10, 70, 5, 4)) {
        one.useQuery(query);
        other.useQuery(query);
        one.distancesOf(all, ROWS, many);
        for (int row = 0; row < ROWS; row++) {
          assertThat(many[row]).isEqualTo(one.distance(row)).isEqualTo(other.distance(row));
        }
        other.distances4(all, 8, four);
        assertThat(four).isEqualTo(Arrays.copyOfRange(many, 8, 12));
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameCodesAndAnotherOneOthers() {
    try (Arena arena = Arena.ofShared()) {
      VectorBlock block =
          Vectors.block(arena, Element.FLOAT32, 40, Vectors.clustered(ROWS, 40, 5, 5));
      float[] center = CodeCenter.of(block, Metric.L2, ordinals());
      assertThat(
              encoded(block, new SignQuantizer(Metric.L2, center, 1), arena)
                  .rows()
                  .mismatch(encoded(block, new SignQuantizer(Metric.L2, center, 1), arena).rows()))
          .isEqualTo(-1);
      assertThat(
              encoded(block, new SignQuantizer(Metric.L2, center, 1), arena)
                  .rows()
                  .mismatch(encoded(block, new SignQuantizer(Metric.L2, center, 2), arena).rows()))
          .isNotNegative();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void oddVectorsHaveDistancesAndLeaveThoseOfOthersAlone(Metric metric) {
    float[][] rows = Vectors.uniform(ROWS, 8, 6);
    float[][] plain = Vectors.uniform(ROWS, 8, 6);
    float[] values = {0f, Float.MIN_VALUE, 1e-30f, 1e30f, -Float.MAX_VALUE, Float.MAX_VALUE};
    for (int i = 0; i < values.length; i++) {
      Arrays.fill(rows[i], values[i]);
    }
    try (Arena arena = Arena.ofShared()) {
      float[] center = new float[8];
      SignQuantizer quantizer = new SignQuantizer(metric, center, SEED);
      RowScorer odd =
          scorer(encoded(Vectors.block(arena, Element.FLOAT32, 8, rows), quantizer, arena));
      RowScorer usual =
          scorer(encoded(Vectors.block(arena, Element.FLOAT32, 8, plain), quantizer, arena));
      for (float[] query : rows) {
        odd.useQuery(query);
        usual.useQuery(query);
        for (int row = 0; row < ROWS; row++) {
          assertThat(odd.distance(row)).isNotNaN();
          if (row >= values.length) {
            assertThat(odd.distance(row)).isEqualTo(usual.distance(row));
          }
        }
      }
    }
  }

  private static RowScorer scorer(SignCodes codes) {
    return new SignScorer(codes, KernelWarmUp.over());
  }

  private static SignCodes codes(VectorBlock block, Metric metric, Arena arena) {
    float[] center = CodeCenter.of(block, metric, ordinals());
    return encoded(block, new SignQuantizer(metric, center, SEED), arena);
  }

  /** Returns codes as a file has them, with something behind each. */
  private static SignCodes encoded(VectorBlock block, SignQuantizer quantizer, Arena arena) {
    int stride = quantizer.layout().blockBytes(32);
    MemorySegment rows = arena.allocate((long) stride * ROWS, 64);
    SignCodes.encode(block, quantizer, 0, ROWS, rows, stride);
    return new SignCodes(rows, null, stride, ROWS, quantizer);
  }

  private static int[] ordinals() {
    int[] ordinals = new int[ROWS];
    Arrays.setAll(ordinals, i -> i);
    return ordinals;
  }

  /** Returns how far a vector, for cosine at length 1, is from the center. */
  private static double rest(float[] vector, Metric metric, float[] center) {
    double length = metric == Metric.COSINE ? Math.sqrt(InverseNorms.squaredNorm(vector)) : 1;
    double sum = 0;
    for (int i = 0; i < vector.length; i++) {
      double rest = vector[i] / length - center[i];
      sum += rest * rest;
    }
    return Math.sqrt(sum);
  }
}
