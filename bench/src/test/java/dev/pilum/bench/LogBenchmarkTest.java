package dev.pilum.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LogBenchmarkTest {
  @Test
  void everyAppendMakesItsFileLonger() throws IOException {
    LogBenchmark benchmark = new LogBenchmark();
    benchmark.create();
    try {
      long log = benchmark.appendOnly();
      long bare = benchmark.bareAppendOnly();
      for (int i = 0; i < 20; i++) {
        assertThat(benchmark.appendAndForce()).isGreaterThanOrEqualTo(log + benchmark.bytes);
        log = benchmark.appendOnly();
        assertThat(benchmark.bareAppendAndForce()).isEqualTo(bare + benchmark.bytes);
        bare = benchmark.bareAppendOnly();
      }
    } finally {
      benchmark.delete();
    }
  }
}
