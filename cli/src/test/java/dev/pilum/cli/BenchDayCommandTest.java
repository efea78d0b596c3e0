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

  @Test
  void aRehearsalIsSeenOnlyWhileItLasts() {
    String day = "bench day --rows 48 --dimension 8 --hour 10 --json --rehearsal ";
    Outcome without = new Terminal(folder).run(day + "0");
    Outcome with = new Terminal(folder).run(day + "1");
    assertThat(without.out()).hasLineCount(26);
    assertThat(with.out()).hasLineCount(26).contains("\"userBytes\":" + bytes(without));
  }

  private static String bytes(Outcome outcome) {
    return outcome.out().replaceAll("(?s).*\"night\".*?\"userBytes\":(\\d+).*", "$1");
  }
}
