package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The kernels of a process's first searches beside those of all others. */
class LaneOrderKernelsTest {

  private final VectorKernels simd = SimdKernels.forElement(Element.FLOAT32);
  private final VectorKernels plain = new LaneOrderKernels(LaneOrderKernels.lanesOfThisMachine());

  @Test
  void itKnowsTheWidthOfThisMachinesVectorsWithoutLoadingThem() {
    assertThat(LaneOrderKernels.lanesOfThisMachine()).isEqualTo(SimdLanes.LANES);
  }

  @Test
  void everySumHasTheBitsOfTheVectorKernels() {
    for (int dimension : new int[] {0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 100, 384, 4099}) {
      for (float scale : new float[] {1f, 1e-30f, 1e18f}) {
        compare(dimension, scale);
      }
    }
  }

  private void compare(int dimension, float scale) {
    float[] query = scaled(Vectors.uniform(1, dimension, 5 + dimension), scale)[0];
    float[][] stored = scaled(Vectors.uniform(4, dimension, 99 + dimension), scale);
    try (Arena arena = Arena.ofConfined()) {
      var rows = Vectors.memory(arena, Element.FLOAT32, dimension, stored);
      long bytes = 4L * dimension;
      float[] expected = new float[4];
      float[] found = new float[4];
      simd.dot4(query, rows, 0, bytes, 2 * bytes, 3 * bytes, dimension, expected);
      plain.dot4(query, rows, 0, bytes, 2 * bytes, 3 * bytes, dimension, found);
      assertSameBits(found, expected);
      simd.squaredL2Of4(query, rows, 0, bytes, 2 * bytes, 3 * bytes, dimension, expected);
      plain.squaredL2Of4(query, rows, 0, bytes, 2 * bytes, 3 * bytes, dimension, found);
      assertSameBits(found, expected);
      assertSameBits(
          new float[] {
            plain.dot(query, rows, bytes, dimension),
            plain.squaredL2(query, rows, bytes, dimension),
            plain.squaredNorm(rows, bytes, dimension)
          },
          new float[] {
            simd.dot(query, rows, bytes, dimension),
            simd.squaredL2(query, rows, bytes, dimension),
            simd.squaredNorm(rows, bytes, dimension)
          });
    }
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

  private static void assertSameBits(float[] found, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.floatToIntBits(found[i])).isEqualTo(Float.floatToIntBits(expected[i]));
    }
  }
}
