package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.pgvector.Readiness;
import java.util.List;
import java.util.Locale;
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
      Readiness found = SyncTarget.of(target).check(db.openTable(target.table()).schema());
      List<Row> rows =
          found.findings().stream()
              .map(finding ->
                  Row.of(
                      "level", finding.level().name().toLowerCase(Locale.ROOT),
                      "what", finding.what(),
                      "fix", finding.fix()))
              .toList();
      options.output().rows(List.of("level", "what", "fix"), rows);
      return found.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
    }
  }
}
