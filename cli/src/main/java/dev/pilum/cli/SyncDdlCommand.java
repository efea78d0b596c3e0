package dev.pilum.cli;

import dev.pilum.Database;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the statements that a mirror needs. */
@Command(
    name = "ddl",
    sortOptions = false,
    description =
        "Print the statements that PostgreSQL needs before a table can be mirrored: those for an"
            + " administrator first. Connects to nothing.",
    footer = {
      "",
      "Examples:",
      "  pilum sync ddl db docs --schema vectors | psql ...",
      "  pilum sync ddl --example agent --dim 384"
    })
final class SyncDdlCommand implements Runnable {
  @Mixin private SyncOptions target = new SyncOptions();

  @Option(names = "--role", paramLabel = "NAME", description = "Who mirrors, to be given rights.")
  private @Nullable String role;

  @Option(
      names = "--example",
      paramLabel = "NAME",
      description = "For example tables instead of one of a database: agent (ten tables).")
  private @Nullable String example;

  @Option(
      names = "--dim",
      paramLabel = "N",
      description = "Dimension of their vectors; ${DEFAULT-VALUE} by default.")
  private int dimension = 384;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    if (example != null) {
      options.out().print(SyncTarget.ddl(target, example, dimension));
      return;
    }
    try (Database db = Database.openReadOnly(target.folder())) {
      options.out().print(SyncTarget.ddl(target, db, role));
    }
  }
}
