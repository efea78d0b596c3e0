package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs JVMs of their own where the Vector API is missing, as for users who never heard of it, or
 * slow.
 */
class WithoutSimdTest {

  @Test
  void searchWorksWithScalarKernelsAndNeverLoadsTheOthers()
      throws IOException, InterruptedException {
    String output = ChildJvm.run(Plain.class);
    assertThat(output)
        .contains("found [0, 2]")
        .doesNotContain("hnsw.Simd")
        .doesNotContain("incubator");
  }

  /** Where nothing inlines the Vector API's operations, each allocates its result. */
  @ParameterizedTest
  @ValueSource(strings = {"-XX:TieredStopAtLevel=1", "-Xint"})
  void kernelsAreScalarWithoutTheSecondJit(String mode) throws IOException, InterruptedException {
    String output = ChildJvm.run(Plain.class, "--add-modules", "jdk.incubator.vector", mode);
    assertThat(output).contains("found [0, 2]").doesNotContain("hnsw.Simd");
  }

  @Test
  void kernelsAreSimdWithBoth() throws IOException, InterruptedException {
    String output = ChildJvm.run(Plain.class, "--add-modules", "jdk.incubator.vector");
    assertThat(output).contains("found [0, 2]").contains("hnsw.Simd");
  }

  /** What that JVM runs. */
  static final class Plain {
    private Plain() {}

    public static void main(String[] arguments) {
      try (Arena arena = Arena.ofShared()) {
        VectorBlock block =
            Vectors.block(
                arena,
                Element.FLOAT32,
                2,
                new float[] {1, 0},
                new float[] {0, 1},
                new float[] {2, 1});
        HnswSearcher searcher = new HnswSearcher(Graphs.build(block, Metric.COSINE), block);
        int[] found =
            searcher.search(new float[] {1, 0}, 2, 10, null, new SearchScratch()).ordinals();
        System.out.println("found " + Arrays.toString(found));
      }
    }
  }
}
