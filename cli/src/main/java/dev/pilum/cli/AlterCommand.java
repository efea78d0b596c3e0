package dev.pilum.cli;

import dev.pilum.Alteration;
import dev.pilum.Database;
import dev.pilum.Fill;
import dev.pilum.Row;
import dev.pilum.formats.TypeText;
import dev.pilum.storage.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Changes a table's columns. */
@Command(
    name = "alter",
    description = {
      "Change a table's columns: all that is asked for, as one version.",
      "Renamed columns first, then those that are dropped, widened and added; expressions speak of",
      "columns by the names that they had before."
    },
    footer = {
      "",
      "Examples:",
      "  pilum alter db docs --add 'decade int32 = year / 10 * 10'",
      "  pilum alter db docs --add 'embedding vector(384)' --drop draft",
      "  pilum alter db docs --rename body=text --widen pages=int64"
    })
final class AlterCommand implements Runnable {
  @Mixin private TableParameters table = new TableParameters();

  @Option(
      names = "--add",
      paramLabel = "NAME TYPE [= EXPRESSION]",
      description = "Add a column: null, or computed in SQL from the others. May be repeated.")
  private List<String> added = List.of();

  @Option(names = "--drop", paramLabel = "NAME", description = "Drop a column. May be repeated.")
  private List<String> dropped = List.of();

  @Option(
      names = "--rename",
      paramLabel = "NAME=NEW",
      description = "Rename a column. May be repeated.")
  private List<String> renamed = List.of();

  @Option(
      names = "--widen",
      paramLabel = "NAME=TYPE",
      description = "Give a column a wider type. May be repeated.")
  private List<String> widened = List.of();

  @Mixin private OutputOptions options = new OutputOptions();

  @Spec private @Nullable CommandSpec command;

  @Override
  public void run() {
    try (Database db = table.openExisting()) {
      Alteration alteration = table.in(db).alter();
      for (String pair : renamed) {
        alteration.rename(left(pair, "--rename NAME=NEW"), right(pair));
      }
      dropped.forEach(alteration::drop);
      for (String pair : widened) {
        alteration.widen(left(pair, "--widen NAME=TYPE"), TypeText.parse(right(pair)));
      }
      added.forEach(text -> add(text, alteration));
      options.output().record(Row.of("table", table.name(), "version", alteration.apply()));
    }
  }

  private void add(String text, Alteration alteration) {
    int sign = text.indexOf('=');
    String column = (sign < 0 ? text : text.substring(0, sign)).strip();
    int space = column.indexOf(' ');
    if (space < 0) {
      throw Usage.wrong(command, "--add takes 'NAME TYPE [= EXPRESSION]', got '" + text + "'");
    }
    Field field = Field.of(column.substring(0, space), TypeText.parse(column.substring(space + 1)));
    alteration.add(field, sign < 0 ? Fill.nulls() : Fill.sql(text.substring(sign + 1).strip()));
  }

  private String left(String pair, String form) {
    int sign = pair.indexOf('=');
    if (sign < 0) {
      throw Usage.wrong(command, "expected " + form + ", got '" + pair + "'");
    }
    return pair.substring(0, sign).strip();
  }

  private static String right(String pair) {
    return pair.substring(pair.indexOf('=') + 1).strip();
  }
}
