package dev.pilum.cli;

import dev.pilum.Database;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Compares a table with its mirror. */
@Command(
    name = "verify",
    sortOptions = false,
    description =
        "Compare a table with its mirror, by checksums of the exact bytes of all rows, computed on"
            + " either side. Prints the ranges of keys that differ; exit code 1 when there are"
            + " any.",
    footer = {"", "Example:", "  pilum sync verify db docs --to postgresql://me:secret@host/db"})
final class SyncVerifyCommand implements Callable<Integer> {
  @Mixin private SyncOptions target = new SyncOptions();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public Integer call() {
    try (Database db = Database.openReadOnly(target.folder())) {
      SyncOutcome found = SyncTarget.of(target, "manual").verify(db.openTable(target.table()));
      options.output().rows(List.of("from", "to", "rows", "mirrored"), found.rows());
      options.err().println(found.summary());
      return found.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}
