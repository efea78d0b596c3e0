package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.VerifyReport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;

/** Checks every byte of a database. */
@Command(
    name = "verify",
    description =
        "Read every file whole, check all checksums and structures; exit code 1 when something is"
            + " wrong.",
    footer = {"", "Example:", "  pilum verify quickstart-db"})
final class VerifyCommand implements Callable<Integer> {
  @Mixin private DatabaseParameter database = new DatabaseParameter();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public Integer call() {
    boolean ok = true;
    List<Row> rows = new ArrayList<>();
    try (Database db = database.openReadOnly()) {
      for (String name : db.tableNames()) {
        VerifyReport report = db.openTable(name).verify();
        ok &= report.ok();
        report.problems().forEach(problem -> options.err().println(name + ": " + problem));
        rows.add(
            Row.of(
                "table",
                name,
                "ok",
                report.ok(),
                "files",
                report.filesChecked(),
                "bytes",
                report.bytesChecked(),
                "problems",
                report.problems()));
      }
    }
    options.output().rows(List.of("table", "ok", "files", "bytes", "problems"), rows);
    return ok ? ExitCode.OK : ExitCode.SOFTWARE;
  }
}
