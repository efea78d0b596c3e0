package dev.pilum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FilterBenchmarkTest {
  @ParameterizedTest
  @EnumSource
  void everyWayCountsTheSameShare(FilterBenchmark.By by) throws IOException {
    FilterBenchmark benchmark = new FilterBenchmark();
    benchmark.by = by;
    benchmark.rowCount = 20_000;
    benchmark.selectivity = 0.1;
    benchmark.setUp();
    try {
      assertThat(benchmark.count()).isBetween(1_800L, 2_200L);
    } finally {
      benchmark.tearDown();
    }
  }
}
