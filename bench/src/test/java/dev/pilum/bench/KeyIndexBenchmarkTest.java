package dev.pilum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIndexBenchmarkTest {
  @ParameterizedTest
  @EnumSource(KeyIndex.Kind.class)
  void everyKindAnswersRightOnASmallTable(KeyIndex.Kind kind) throws IOException {
    KeyIndexBenchmark benchmark = new KeyIndexBenchmark();
    benchmark.kind = kind.name();
    benchmark.rows = 1000;
    benchmark.fill();
    try {
      for (int i = 0; i < 3000; i++) {
        assertThat(benchmark.find()).isBetween(0L, 999L);
        assertThat(benchmark.miss()).isEqualTo(-1);
      }
    } finally {
      benchmark.delete();
    }
  }

  @ParameterizedTest
  @EnumSource(KeyIndex.Kind.class)
  void theReportHasALineForEveryKind(KeyIndex.Kind kind) throws IOException {
    assertThat(KeyIndexReport.line(kind, 1000)).startsWith(kind.name()).contains("B/row");
  }

  @ParameterizedTest
  @ValueSource(strings = {"builtin", "chronicle"})
  void theTableReportHasALineForEveryIndex(String index) throws IOException {
    assertThat(KeyTableReport.line(index, 4000, 2, 2000)).startsWith(index).contains("absent");
  }
}
