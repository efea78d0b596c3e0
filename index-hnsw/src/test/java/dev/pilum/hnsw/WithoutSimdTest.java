package dev.pilum.hnsw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Runs a JVM of its own without the Vector API, as users do who never heard of it. */
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
