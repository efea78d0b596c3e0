package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.cli.Terminal.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchDayCommandTest {
  @TempDir Path folder;

  @Test
  void aShortDayTellsOfEveryHourAndLosesNoRow() {
    Outcome outcome =
        new Terminal(folder)
            .run("bench day --rows 480 --dimension 8 --hour 10 --memtable 8 --data @d --json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("\"when\":\"hour 1\"", "\"when\":\"hour 24\"", "\"when\":\"night\"")
        .contains("\"missingRows\":0", "\"writeAmplification\":", "\"idleVectorSearches\":")
        .hasLineCount(26);
    assertThat(folder.resolve("d").resolve("memories")).isDirectory();
  }
}
