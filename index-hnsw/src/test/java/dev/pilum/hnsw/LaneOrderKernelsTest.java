package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels of a process's first searches beside those of all others. */
class LaneOrderKernelsTest {

  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -1e-40f,
    Float.MAX_VALUE
  };

  private final VectorKernels simd = SimdKernels.forElement(Element.FLOAT32);
  private final VectorKernels plain = new LaneOrderKernels(LaneOrderKernels.lanesOfThisMachine());

  @Test
  void itKnowsTheWidthOfThisMachinesVectorsWithoutLoadingThem() {
    assertThat(LaneOrderKernels.lanesOfThisMachine()).isEqualTo(SimdLanes.LANES);
  }

  @Test
  void everySumHasTheBitsOfTheVectorKernels() {
    compareAllLengths();
  }

  @Test
  void soHaveThoseOfRowsWithValuesThatAreNoOrdinaryNumbers() {
    compareSpecialValues();
  }

  /** Machines with AVX-512 can be asked to do without; those without AVX stay as they are. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void soItIsWithNarrowerVectors(int avx) throws Exception {
    String output =
        ChildJvm.run(
            NarrowVectors.class,
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "-XX:UseAVX=" + avx);
    assertThat(output).contains("the same bits of ");
  }

  /** What that JVM runs. */
  static final class NarrowVectors {
    private NarrowVectors() {}

    public static void main(String[] arguments) {
      LaneOrderKernelsTest test = new LaneOrderKernelsTest();
      test.compareAllLengths();
      test.compareSpecialValues();
      System.out.println("the same bits of " + SimdLanes.LANES + " lanes");
    }
  }

  private void compareAllLengths() {
    for (int dimension :
        IntStream.concat(IntStream.rangeClosed(0, 200), IntStream.of(384, 4099)).toArray()) {
      for (float scale : new float[] {1f, 1e-30f, 1e18f}) {
        float[] query = scaled(Vectors.uniform(1, dimension, 5 + dimension), scale)[0];
        compare(query, scaled(Vectors.uniform(4, dimension, 99 + dimension), scale));
      }
    }
  }

  private void compareSpecialValues() {
    for (int dimension = 1; dimension <= 70; dimension++) {
      for (float special : SPECIAL) {
        for (int place : new int[] {0, dimension / 2, dimension - 1}) {
          float[] query = Vectors.uniform(1, dimension, dimension)[0];
          float[][] stored = Vectors.uniform(4, dimension, place);
          stored[1][place] = special;
          stored[2][dimension - 1 - place] = special;
          compare(query, stored);
          query[place] = special;
          compare(query, stored);
        }
      }
    }
  }

  private void compare(float[] query, float[][] stored) {
    int dimension = query.length;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment rows = Vectors.memory(arena, Element.FLOAT32, dimension, stored);
      float[][] expected = oneByOne(plain, query, rows);
      assertSameBits(oneByOne(simd, query, rows), expected);
      assertSameBits(fourTogether(simd, query, rows), expected);
      assertSameBits(inRuns(simd, query, rows), expected);
    }
  }

  /** Returns dot products, squared distances and squared norms of four rows. */
  private static float[][] oneByOne(VectorKernels kernels, float[] query, MemorySegment rows) {
    int dimension = query.length;
    float[][] sums = new float[3][4];
    for (int r = 0; r < 4; r++) {
      long at = 4L * dimension * r;
      sums[0][r] = kernels.dot(query, rows, at, dimension);
      sums[1][r] = kernels.squaredL2(query, rows, at, dimension);
      sums[2][r] = kernels.squaredNorm(rows, at, dimension);
    }
    return sums;
  }

  private static float[][] fourTogether(VectorKernels kernels, float[] query, MemorySegment rows) {
    int dimension = query.length;
    long bytes = 4L * dimension;
    float[][] sums = new float[2][4];
    kernels.dot4(query, rows, 0, bytes, 2 * bytes, 3 * bytes, dimension, sums[0]);
    kernels.squaredL2Of4(query, rows, 0, bytes, 2 * bytes, 3 * bytes, dimension, sums[1]);
    return sums;
  }

  private static float[][] inRuns(VectorKernels kernels, float[] query, MemorySegment rows) {
    int dimension = query.length;
    long bytes = 4L * dimension;
    float[][] sums = new float[3][4];
    float[] dots = new float[4];
    kernels.dots(query, rows, 0, bytes, 4, dimension, dots);
    kernels.squaredL2s(query, rows, 0, bytes, 4, dimension, sums[1]);
    kernels.dotsAndNorms(query, rows, 0, bytes, 4, dimension, sums[0], sums[2]);
    assertSameBits(new float[][] {dots}, sums);
    return sums;
  }

  @ParameterizedTest
  @EnumSource(value = Metric.class, mode = EnumSource.Mode.EXCLUDE, names = "HAMMING")
  void searchesBeforeAndAfterTheWarmUpGiveTheSameRowsAtTheSameDistances(Metric metric) {
    float[][] rows = Vectors.clustered(2_000, 37, 20, 8);
    try (Arena arena = Arena.ofConfined()) {
      VectorBlock block = Vectors.block(arena, Element.FLOAT32, 37, rows);
      HnswSearcher searcher = new HnswSearcher(Graphs.build(block, metric), block);
      KernelWarmUp warmUp = KernelWarmUp.pending();
      SearchScratch scratch = new SearchScratch(warmUp);
      for (float[] query : Vectors.uniform(20, 37, 3)) {
        Neighbors warm = searcher.search(query, 10, 50, null, new SearchScratch());
        assertSame(searcher.search(query, 10, 50, null, scratch), warm);
        assertSame(
            ExactSearch.search(block, query, metric, 10, null, warmUp, () -> false),
            ExactSearch.search(block, query, metric, 10));
      }
    }
  }

  @Test
  void oneCallerBeginsTheWarmUpAndItsEndBringsTheVectorKernels() {
    KernelWarmUp warmUp = KernelWarmUp.pending();
    assertThat(warmUp.instead(Element.FLOAT32)).isNotNull();
    assertThat(warmUp.instead(Element.INT8)).isNull();
    assertThat(warmUp.mayBegin()).isTrue();
    assertThat(warmUp.mayBegin()).isFalse();
    assertThat(warmUp.instead(Element.FLOAT32)).isNotNull();
    warmUp.end();
    assertThat(warmUp.instead(Element.FLOAT32)).isNull();
    assertThat(KernelWarmUp.over().mayBegin()).isFalse();
  }

  @Test
  void theFirstSearchOfAProcessDoesNotLoadTheVectorKernels() throws Exception {
    String output = ChildJvm.run(FirstSearch.class, "--add-modules", "jdk.incubator.vector");
    List<String> parts = List.of(output.split("found \\[0, 2]", -1));
    assertThat(parts).hasSize(3);
    assertThat(parts.get(0)).doesNotContain("hnsw.Simd").doesNotContain("FloatVector");
    assertThat(parts.get(1)).contains("hnsw.SimdFloat32Kernels").contains("FloatVector");
  }

  /** What that JVM runs: the same search before and after the warm-up. */
  static final class FirstSearch {
    private FirstSearch() {}

    public static void main(String[] arguments) {
      KernelWarmUp warmUp = KernelWarmUp.pending();
      try (Arena arena = Arena.ofShared()) {
        VectorBlock block =
            Vectors.block(
                arena,
                Element.FLOAT32,
                2,
                new float[] {1, 0},
                new float[] {0, 1},
                new float[] {2, 1});
        search(block, warmUp);
        warmUp.end();
        search(block, warmUp);
      }
    }

    private static void search(VectorBlock block, KernelWarmUp warmUp) {
      Neighbors found =
          ExactSearch.search(
              block, new float[] {1, 0}, Metric.COSINE, 2, null, warmUp, () -> false);
      System.out.println("found " + Arrays.toString(found.ordinals()));
    }
  }

  private static float[][] scaled(float[][] rows, float scale) {
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= scale;
      }
    }
    return rows;
  }

  private static void assertSame(Neighbors found, Neighbors expected) {
    assertThat(found.ordinals()).isEqualTo(expected.ordinals());
    for (int i = 0; i < expected.count(); i++) {
      assertThat(found.distance(i)).isEqualTo(expected.distance(i));
    }
  }

  /** Compares as many kinds of sums as were {@code found}. */
  private static void assertSameBits(float[][] found, float[][] expected) {
    for (int kind = 0; kind < found.length; kind++) {
      for (int r = 0; r < 4; r++) {
        assertThat(Float.floatToIntBits(found[kind][r]))
            .isEqualTo(Float.floatToIntBits(expected[kind][r]));
      }
    }
  }
}
