package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.RepairReport;
import dev.pilum.RepairReport.RepairedTable;
import dev.pilum.Row;
import dev.pilum.cli.output.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes damaged indexes again. */
@Command(
    name = "repair",
    description =
        "Make again what 'pilum verify' calls rebuildable: key files, text indexes, graphs, zone"
            + " maps, scalar indexes. Never changes columns, deletes or logs; exit code 1 when some"
            + " of these are damaged, which only a backup has again.",
    footer = {
      "",
      "Examples:",
      "  pilum repair quickstart-db",
      "  pilum repair quickstart-db abstracts"
    })
final class RepairCommand implements Callable<Integer> {
  @Mixin private DatabaseParameter database = new DatabaseParameter();

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TABLE",
      description = "Names of tables; all when absent.")
  private List<String> tables = new ArrayList<>();

  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public Integer call() {
    RepairReport report = Database.repair(database.folder(), tables.toArray(String[]::new));
    List<Row> rows = new ArrayList<>();
    for (RepairedTable table : report.tables()) {
      ProblemRows.print(options.err(), table.name(), "made again: ", table.rebuilt());
      ProblemRows.print(options.err(), table.name(), "restore from a backup: ", table.remaining());
      rows.add(row(table));
    }
    options.output().rows(List.of("table", "ok", "rebuilt", "remaining"), rows);
    return report.ok() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Row row(RepairedTable table) {
    boolean json = options.format() == Format.JSON;
    return Row.of(
        "table",
        table.name(),
        "ok",
        table.remaining().isEmpty(),
        "rebuilt",
        json ? ProblemRows.of(table.rebuilt()) : table.rebuilt().size(),
        "remaining",
        json ? ProblemRows.of(table.remaining()) : table.remaining().size());
  }
}
