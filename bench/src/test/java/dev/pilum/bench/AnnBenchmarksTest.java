package dev.pilum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.hnsw.HnswGraph;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Metric;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JMH benchmarks over a few hundred rows, so that they cannot rot. */
class AnnBenchmarksTest {
  @ParameterizedTest
  @ValueSource(strings = {"pilum", "lucene", "jvector", "hnswlib-core"})
  void everyEngineSearches(String engine) throws IOException {
    AnnSearchBenchmark benchmark = new AnnSearchBenchmark();
    benchmark.engine = engine;
    benchmark.rowCount = 300;
    benchmark.dimension = 16;
    benchmark.ef = 20;
    benchmark.setUp();
    try {
      assertThat(benchmark.search()).hasSize(10).doesNotHaveDuplicates();
    } finally {
      benchmark.tearDown();
    }
  }

  @Test
  void oneThreadAndTwoBuildAGraphOfTheSameShape() {
    assertThat(shape(1)).isEqualTo(shape(2));
  }

  private static Object shape(int threads) {
    BuildBenchmark benchmark = new BuildBenchmark();
    benchmark.rowCount = 500;
    benchmark.dimension = 16;
    benchmark.threads = threads;
    benchmark.setUp();
    try {
      HnswGraph graph = benchmark.build();
      return graph.shape();
    } finally {
      benchmark.tearDown();
    }
  }

  @Test
  void graphSearchAndExactSearchAnswer() {
    HnswSearchBenchmark benchmark = new HnswSearchBenchmark();
    benchmark.rowCount = 500;
    benchmark.dimension = 16;
    benchmark.ef = 50;
    benchmark.setUp();
    try {
      assertThat(benchmark.graphSearch().count()).isEqualTo(10);
      assertThat(benchmark.exactSearch().count()).isEqualTo(10);
    } finally {
      benchmark.tearDown();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT16", "INT8"})
  void exactSearchAndItsBaselinesAnswer(Element element) throws IOException {
    ExactSearchBenchmark benchmark = new ExactSearchBenchmark();
    benchmark.rowCount = 500;
    benchmark.dimension = 16;
    benchmark.element = element;
    benchmark.metric = Metric.L2;
    benchmark.setUp();
    try {
      assertThat(benchmark.exactSearch().count()).isEqualTo(10);
      assertThat(benchmark.plainLoop()).isBetween(0, 499);
      assertThat(benchmark.plainSum()).isNotZero();
    } finally {
      benchmark.tearDown();
    }
  }
}
