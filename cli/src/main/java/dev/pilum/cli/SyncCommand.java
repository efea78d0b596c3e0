package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.cli.output.Progress;
import dev.pilum.pgvector.MirrorReport;
import dev.pilum.pgvector.MirrorStrategy;
import dev.pilum.pgvector.PgMirror;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Mirrors a table into PostgreSQL. */
@Command(
    name = "sync",
    sortOptions = false,
    subcommands = {SyncVerifyCommand.class, SyncDdlCommand.class, SyncCheckCommand.class},
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
      "  pilum sync verify db docs --to postgresql://me:secret@host/db"
    })
final class SyncCommand implements Runnable {
  /** Rows of a progress bar before anybody knows how many there are. */
  private static final int SOME = 100;

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
    PgMirror mirror = SyncTarget.of(target, ddl, batch);
    MirrorStrategy kind = SyncTarget.choice(MirrorStrategy.class, "--strategy", strategy);
    try (Database db =
        dryRun ? Database.openReadOnly(target.folder()) : Database.open(target.folder())) {
      Table table = db.openTable(target.table());
      show(dryRun ? mirror.plan(table, kind) : mirror(mirror, table, kind));
    }
  }

  private MirrorReport mirror(PgMirror mirror, Table table, MirrorStrategy kind) {
    Progress progress = Progress.start(options.err(), "sync", Math.max(SOME, table.count()));
    try {
      return mirror.mirror(table, kind, (done, total) -> progress.at(done));
    } finally {
      progress.wipe();
    }
  }

  private void show(MirrorReport report) {
    options
        .output()
        .record(
            Row.of(
                "did", report.what(),
                "dry_run", report.dryRun(),
                "sent", report.rows(),
                "written", report.written(),
                "deleted", report.deleted(),
                "version", report.version()));
  }
}
