package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.cli.Terminal.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCompareCommandTest {
  @TempDir Path folder;

  @Test
  void withoutThePeersItSaysWhatToRun() {
    Outcome outcome = new Terminal(folder).run("bench compare --data @data --quick");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("pilum-bench").contains("./pilum bench compare");
  }

  @Test
  void itAsksForItsData() {
    Outcome outcome = new Terminal(folder).run("bench compare --quick");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--data");
  }
}
