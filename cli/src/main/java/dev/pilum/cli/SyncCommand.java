package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mirrors a table into PostgreSQL. */
@Command(
    name = "sync",
    sortOptions = false,
    subcommands = {
      SyncVerifyCommand.class,
      SyncDdlCommand.class,
      SyncCheckCommand.class,
      SyncPullCommand.class
    },
    description = {
      "Mirror a table into PostgreSQL with pgvector: once in full, then by its changes. What the"
          + " mirror holds it says itself, in its table pilum_sync; broken off anywhere, run"
          + " again.",
      "",
      "Nothing is created or dropped there unless --ddl apply allows it."
    },
    footer = {
      "",
      "Examples:",
      "  pilum sync db docs --to postgresql://me:secret@host/db --ddl apply",
      "  pilum sync db docs --to postgresql://me:secret@host/db --strategy incremental",
      "  pilum sync ddl db docs",
      "  pilum sync check db docs --to postgresql://me:secret@host/db",
      "  pilum sync verify db docs --to postgresql://me:secret@host/db",
      "  pilum sync pull db docs --from postgresql://me:secret@host/db"
    })
final class SyncCommand implements Runnable {
  @Mixin private SyncOptions target = new SyncOptions();

  @Option(
      names = "--ddl",
      paramLabel = "MODE",
      description = "manual (by default): create nothing there; apply: create what is missing.")
  private String ddl = "manual";

  @Option(
      names = "--strategy",
      paramLabel = "KIND",
      description = "full (by default): all rows; incremental: what has changed since.")
  private String strategy = "full";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "How rows of a table there are replaced. swap: a new table takes its place, as soon as"
              + " its indexes are built; refused where that loses what others made of the old one."
              + " merge: what differs is written, which keeps all that. auto (by default): swap"
              + " where it loses nothing, --ddl apply allows it and many rows have changed.")
  private String mode = "auto";

  @Option(
      names = "--swap-ratio",
      paramLabel = "SHARE",
      description = "Share of rows changed, 0 to 1, from which on auto is swap; 0.1 by default.")
  private @Nullable Double swapRatio;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Changes in a transaction of an incremental mirror; ${DEFAULT-VALUE} by default.")
  private int batch = 10_000;

  @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
  private boolean dryRun;

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    SyncTarget mirror = SyncTarget.of(target, ddl, mode, swapRatio);
    try (Database db =
        dryRun
            ? Database.openReadOnly(target.folder())
            : TableParameters.openExisting(target.folder())) {
      Table table = db.openTable(target.table());
      options
          .output()
          .record(
              dryRun
                  ? mirror.plan(table, strategy)
                  : mirror.run(table, strategy, batch, options.err()));
    }
  }
}
