package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Version;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the versions of a table that can be read. */
@Command(
    name = "versions",
    description = "List the versions of a table that can be read, oldest first.",
    footer = {
      "",
      "Examples:",
      "  pilum versions db docs",
      "  pilum head db docs --at 17",
      "  pilum keep db docs --versions 100      (keep more from now on)"
    })
final class VersionsCommand implements Runnable {
  private static final List<String> COLUMNS =
      List.of("version", "committedAt", "rowsWritten", "rowsRemoved", "tags");

  @Mixin private TableParameters table = new TableParameters();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (Database db = table.openReadOnly()) {
      List<Row> rows = table.in(db).versions().stream().map(VersionsCommand::row).toList();
      options.output().rows(COLUMNS, rows);
    }
  }

  private static Row row(Version version) {
    return Row.of(
        "version", version.number(),
        "committedAt", version.committedAt().toString(),
        "rowsWritten", version.rowsWritten(),
        "rowsRemoved", version.rowsRemoved(),
        "tags", version.tags());
  }
}
