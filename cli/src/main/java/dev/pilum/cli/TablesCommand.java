package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the tables. */
@Command(
    name = "tables",
    description = "List the tables of a database with their row counts.",
    footer = {"", "Example:", "  pilum tables quickstart-db"})
final class TablesCommand implements Runnable {
  @Mixin private DatabaseParameter database = new DatabaseParameter();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (Database db = database.openReadOnly()) {
      List<Row> rows = new ArrayList<>();
      for (String name : db.tableNames()) {
        rows.add(Row.of("table", name, "rows", db.openTable(name).count()));
      }
      options.output().rows(List.of("table", "rows"), rows);
    }
  }
}
