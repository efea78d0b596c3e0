package dev.pilum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.cli.Terminal.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchWriteCommandTest {
  @TempDir Path folder;

  @Test
  void aSmallRunReportsAllFigures() {
    Outcome outcome =
        new Terminal(folder).run("bench write @bench --upserts 20 --bulk-rows 500 --json");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains(
            "\"bareForceP50Micros\":",
            "\"upsertP50Micros\":",
            "\"upsertToBareForce\":",
            "\"threads8To1\":")
        .contains("\"bulkRows\":500,\"bulkRowsPerSecond\":")
        .contains("\"firstBulkRowsPerSecond\":")
        .contains("\"bareBulkRowsPerSecond\":", "\"bulkToBareForce\":")
        .hasLineCount(1);
    assertThat(folder.resolve("bench").resolve("db")).isDirectory();
  }
}
