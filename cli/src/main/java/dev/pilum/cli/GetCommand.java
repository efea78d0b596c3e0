package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Reader;
import dev.pilum.Row;
import dev.pilum.storage.error.InvalidRequest;
import org.jspecify.annotations.NullUnmarked;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the row with a key. */
@Command(
    name = "get",
    description = "Show the row with a key; exit code 1 when there is none.",
    footer = {
      "",
      "Examples:",
      "  pilum get quickstart-db abstracts 4983",
      "  pilum get quickstart-db abstracts 4983 --json"
    })
@NullUnmarked // picocli sets the key
final class GetCommand implements Runnable {
  @Mixin private TableParameters table = new TableParameters();

  @Parameters(index = "2", paramLabel = "KEY", description = "The row's key.")
  private String key;

  @Mixin private AtOption at = new AtOption();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (Database db = table.openReadOnly()) {
      at.read(table.in(db), this::show);
    }
  }

  private void show(Reader reader) {
    Row row = reader.get(Keys.parse(reader.schema(), key));
    if (row == null) {
      throw new InvalidRequest(
          "table '%s' has no row with the key '%s'; 'pilum head' shows some"
              .formatted(table.name(), key));
    }
    options.output().record(row);
  }
}
