package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows a table's columns. */
@Command(
    name = "schema",
    description = "Show a table's columns and their types.",
    footer = {"", "Example:", "  pilum schema quickstart-db abstracts"})
final class SchemaCommand implements Runnable {
  @Mixin private TableParameters table = new TableParameters();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    try (Database db = table.openReadOnly()) {
      Schema schema = table.in(db).schema();
      List<Row> rows = schema.fields().stream().map(field -> row(schema, field)).toList();
      options.output().rows(List.of("column", "type", "nullable", "key", "metric"), rows);
    }
  }

  private static Row row(Schema schema, Field field) {
    boolean vector = field.type().vectors() != null;
    return Row.of(
        "column", field.name(),
        "type", field.type().describe(),
        "nullable", field.nullable(),
        "key", field.name().equals(schema.key()),
        "metric", vector ? field.metric().name().toLowerCase(Locale.ROOT) : null);
  }
}
