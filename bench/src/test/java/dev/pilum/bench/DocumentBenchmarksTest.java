package dev.pilum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark over documents, small, with answers that are looked at. */
class DocumentBenchmarksTest {
  @Test
  void everySearchFindsTen() throws IOException {
    DocumentSearchBenchmark benchmark = new DocumentSearchBenchmark();
    benchmark.rowCount = 2_000;
    benchmark.setUp();
    try {
      for (int query = 0; query < 20; query++) {
        assertThat(benchmark.text()).hasSizeBetween(1, 10).allMatch(hit -> hit.score() > 0);
        assertThat(benchmark.hybrid()).hasSize(10);
        assertThat(benchmark.vector()).hasSize(10);
        assertThat(benchmark.filtered())
            .hasSize(10)
            .allMatch(hit -> ((Long) hit.row().get("id")) % 100 == 7);
      }
    } finally {
      benchmark.tearDown();
    }
  }

  @Test
  void whatWasPutIsFound() throws IOException {
    MemtableBenchmark benchmark = new MemtableBenchmark();
    benchmark.rowCount = 100;
    benchmark.setUp();
    try {
      long version = benchmark.upsert();
      assertThat(benchmark.upsert()).isEqualTo(version + 1);
      assertThat(benchmark.get())
          .containsEntry("id", 3L)
          .containsEntry("body", GeneratedDocuments.row(3).get("body"));
      assertThat(benchmark.exists()).isTrue();
    } finally {
      benchmark.tearDown();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100})
  void openingFindsEveryRow(int unflushed) throws IOException {
    OpenBenchmark benchmark = new OpenBenchmark();
    benchmark.rowCount = 500;
    benchmark.unflushed = unflushed;
    benchmark.setUp();
    try {
      assertThat(benchmark.open()).isEqualTo(501 + unflushed);
      assertThat(benchmark.open()).isEqualTo(501 + unflushed);
    } finally {
      benchmark.tearDown();
    }
  }

  @Test
  void aFlushMakesASegmentAndACompactionOneOfAll() throws IOException {
    UpkeepBenchmark benchmark = new UpkeepBenchmark();
    benchmark.rowCount = 300;
    benchmark.setUp();
    try {
      assertThat(benchmark.flush()).isEqualTo(5);
      assertThat(benchmark.compact()).isEqualTo(1);
    } finally {
      benchmark.tearDown();
    }
  }
}
