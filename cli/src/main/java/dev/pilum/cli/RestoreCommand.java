package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.WriteResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a table what it was at an older version. */
@Command(
    name = "restore",
    description =
        "Make a table's rows and columns what they were at an older version, as a new version.",
    footer = {"", "Example:", "  pilum restore db docs 17"})
final class RestoreCommand implements Runnable {
  @Mixin private TableParameters table = new TableParameters();

  @Parameters(index = "2", paramLabel = "N", description = "The older version's number.")
  private long version;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (Database db = table.openExisting()) {
      WriteResult result = table.in(db).restore(version);
      options
          .output()
          .record(
              Row.of(
                  "table", table.name(),
                  "version", result.version(),
                  "rowsWritten", result.rowsWritten(),
                  "rowsRemoved", result.rowsRemoved()));
    }
  }
}
