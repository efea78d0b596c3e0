package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Merge;
import dev.pilum.MergeResult;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.formats.Imports;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Merges the rows of a file into a table. */
@Command(
    name = "merge",
    sortOptions = false,
    description = {
      "Update, add and delete rows of a table by what a file has, all as one version. Rows match"
          + " by the key, or by other columns (--on); of rows of the file that match alike the last"
          + " one counts.",
      "",
      "The file may lack columns of the table: these stay in rows that are updated, and are null in"
          + " rows that are added. All its rows are in memory at once. A FILE may be compressed by"
          + " gzip; '-' is standard input."
    },
    footer = {
      "",
      "Examples:",
      "  pilum merge db docs --jsonl new.jsonl --update-all --insert",
      "  pilum merge db prices --csv prices.csv --update-if 'source.at > target.at' --insert",
      "  pilum merge db films --parquet films.parquet --on title,year --update-all \\",
      "      --delete-by-source \"origin = 'films'\""
    })
final class MergeCommand implements Runnable {
  @Mixin private TableParameters table = new TableParameters();
  @ArgGroup private ImportCommand.Rows rows = new ImportCommand.Rows();

  @Option(
      names = "--on",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns by which rows match; by default the key.")
  private List<String> on = List.of();

  @Option(
      names = "--update-all",
      description = "Rows that match take the values that the file has.")
  private boolean updateAll;

  @Option(
      names = "--update-if",
      paramLabel = "CONDITION",
      description =
          "They do so where a condition in SQL is true, of source.COLUMN (the file) and"
              + " target.COLUMN (the table).")
  private @Nullable String updateIf;

  @Option(names = "--insert", description = "Rows of the file that match none are added.")
  private boolean insert;

  @Option(
      names = "--delete-by-source",
      paramLabel = "FILTER",
      arity = "0..1",
      fallbackValue = "true",
      description =
          "Rows of the table that no row of the file matches are deleted; with a filter in SQL only"
              + " those that it accepts.")
  private @Nullable String deleteBySource;

  @Mixin private CsvOptions csv = new CsvOptions();
  @Mixin private OutputOptions options = new OutputOptions();
  @Spec private @Nullable CommandSpec command;

  @Override
  public void run() {
    Path file = rows.file();
    if (file == null) {
      throw Usage.wrong(command, "nothing to merge: give --jsonl, --csv, --arrow or --parquet");
    }
    if (!updateAll && updateIf == null && !insert && deleteBySource == null) {
      throw Usage.wrong(
          command,
          "nothing would happen: give --update-all, --update-if, --insert or --delete-by-source");
    }
    Imports source = rows.imports(file).csvForm(csv.form());
    try (Database db = table.openExisting()) {
      Table target = table.in(db);
      MergeResult result = described(target.merge(source.rowsFor(target))).run();
      options
          .output()
          .record(
              Row.of(
                  "table", table.name(),
                  "version", result.version(),
                  "inserted", result.inserted(),
                  "updated", result.updated(),
                  "deleted", result.deleted(),
                  "duplicates", result.duplicates(),
                  "unchanged", result.unchanged()));
    }
  }

  private Merge described(Merge merge) {
    Merge described = on.isEmpty() ? merge : merge.on(on.toArray(String[]::new));
    if (updateIf != null) {
      described = described.whenMatchedUpdateAll(updateIf);
    }
    if (updateAll) {
      described = described.whenMatchedUpdateAll();
    }
    if (insert) {
      described = described.whenNotMatchedInsertAll();
    }
    if (deleteBySource != null) {
      described =
          deleteBySource.equals("true")
              ? described.whenNotMatchedBySourceDelete()
              : described.whenNotMatchedBySourceDelete(deleteBySource);
    }
    return described;
  }
}
