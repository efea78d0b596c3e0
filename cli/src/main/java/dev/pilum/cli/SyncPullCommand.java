package dev.pilum.cli;

import dev.pilum.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Reads a table of PostgreSQL into a table of Pilum. */
@Command(
    name = "pull",
    sortOptions = false,
    description = {
      "Read a table of PostgreSQL into a table: rows come as they were mirrored, byte for byte, and"
          + " replace those of the same keys; others stay.",
      "",
      "A table that is not there is created, with the columns that PostgreSQL has; columns of types"
          + " that Pilum has not are left out."
    },
    footer = {"", "Example:", "  pilum sync pull db docs --from postgresql://me:secret@host/db"})
final class SyncPullCommand implements Runnable {
  @Mixin private SyncOptions target = new SyncOptions();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (Database db = Database.open(target.folder())) {
      options.output().record(SyncTarget.of(target, "manual").pull(db));
    }
  }
}
