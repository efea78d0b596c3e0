package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Problem;
import dev.pilum.Row;
import dev.pilum.VerifyReport;
import dev.pilum.cli.output.Format;
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
        "Read every file whole, check all checksums, structures, and indexes against the columns;"
            + " exit code 1 when something is wrong. Says of each problem whether 'pilum repair'"
            + " can make the file again (rebuildable) or a backup is needed (truth).",
    footer = {"", "Example:", "  pilum verify quickstart-db"})
final class VerifyCommand implements Callable<Integer> {
  @Mixin private DatabaseParameter database = new DatabaseParameter();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public Integer call() {
    List<Problem> problems = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    try (Database db = database.openReadOnly()) {
      for (String name : db.tableNames()) {
        VerifyReport report = db.verify(name);
        problems.addAll(report.problems());
        ProblemRows.print(options.err(), name, "", report.problems());
        rows.add(row(name, report));
      }
    }
    options.output().rows(List.of("table", "ok", "files", "bytes", "problems"), rows);
    return problems.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Row row(String name, VerifyReport report) {
    Object problems =
        options.format() == Format.JSON
            ? ProblemRows.of(report.problems())
            : report.problems().size();
    return Row.of(
        "table", name,
        "ok", report.ok(),
        "files", report.filesChecked(),
        "bytes", report.bytesChecked(),
        "problems", problems);
  }
}
