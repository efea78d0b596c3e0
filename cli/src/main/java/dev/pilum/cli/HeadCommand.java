package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Reader;
import dev.pilum.Row;
import dev.pilum.Scan;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a table's first rows. */
@Command(
    name = "head",
    description =
        "Show a table's first rows, or the first that match, in the order in which they were"
            + " written.",
    footer = {
      "",
      "Examples:",
      "  pilum head quickstart-db abstracts -n 3",
      "  pilum head quickstart-db abstracts --select id,title --format csv",
      "  pilum head quickstart-db abstracts --where \"title ILIKE '%%cell%%'\" --select title",
    })
final class HeadCommand implements Runnable {
  @Mixin private TableParameters table = new TableParameters();

  @Option(
      names = {"-n", "--rows"},
      paramLabel = "N",
      description = "How many; ${DEFAULT-VALUE} by default.")
  private int rows = 10;

  @Mixin private AtOption at = new AtOption();
  @Mixin private WhereOption where = new WhereOption();
  @Mixin private SelectOption select = new SelectOption();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (Database db = table.openReadOnly()) {
      at.read(table.in(db), this::show);
    }
  }

  private void show(Reader reader) {
    List<String> columns = select.columnsOr(reader.schema().names());
    Scan scan = where.in(reader.scan()).select(columns.toArray(String[]::new)).limit(rows);
    List<Row> found = scan.rows();
    options.output().rows(SelectOption.names(columns), found);
  }
}
