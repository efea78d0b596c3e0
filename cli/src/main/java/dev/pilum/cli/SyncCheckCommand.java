package dev.pilum.cli;

import dev.pilum.Database;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Looks whether PostgreSQL is ready for a mirror. */
@Command(
    name = "check",
    sortOptions = false,
    description =
        "Look whether PostgreSQL is ready for a table: extension, table, columns, rights. Says what"
            + " to run where it is not; exit code 1 then. Changes nothing.",
    footer = {"", "Example:", "  pilum sync check db docs --to postgresql://me:secret@host/db"})
final class SyncCheckCommand implements Callable<Integer> {
  @Mixin private SyncOptions target = new SyncOptions();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public Integer call() {
    try (Database db = Database.openReadOnly(target.folder())) {
      SyncOutcome found = SyncTarget.of(target, "manual").check(db.openTable(target.table()));
      options.output().rows(List.of("level", "what", "fix"), found.rows());
      return found.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}
