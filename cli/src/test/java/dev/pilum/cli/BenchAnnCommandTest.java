package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.cli.Terminal.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchAnnCommandTest {
  @TempDir Path folder;

  @Test
  void withoutThePeersItSaysWhatToRun() {
    Outcome outcome =
        new Terminal(folder).run("bench ann --base @base --query @query --truth @truth");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("pilum-bench").contains("./pilum bench ann");
  }

  @Test
  void itAsksForItsFiles() {
    Outcome outcome = new Terminal(folder).run("bench ann");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("--base");
  }
}
