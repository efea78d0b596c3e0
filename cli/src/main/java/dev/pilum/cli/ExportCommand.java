package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Reader;
import dev.pilum.Row;
import dev.pilum.Scan;
import dev.pilum.formats.Exports;
import dev.pilum.formats.Formats;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.spi.FormatOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a table's rows to a file. */
@Command(
    name = "export",
    sortOptions = false,
    description = {
      "Write a table's rows to a file: all, or those that match.",
      "",
      "The rows are those of one version, in the order in which they were written; others may go on"
          + " writing. They pass through memory batch by batch, however many they are. The file is"
          + " there whole or not at all; one of the same name is replaced."
    },
    footer = {
      "",
      "Examples:",
      "  pilum export quickstart-db abstracts abstracts.arrow",
      "  pilum export db docs english.jsonl --where \"lang = 'en'\" --select id,title",
      "  pilum export db docs docs.parquet",
      "  pilum export db docs docs.feather --as arrow --limit 1000",
      "  pilum export db docs vectors.npy --select embedding --where \"embedding is not null\"",
    })
final class ExportCommand implements Runnable {
  @Mixin private TableParameters table = new TableParameters();

  @Parameters(index = "2", paramLabel = "FILE", description = "File to write.")
  private Path file = Path.of("");

  @Option(
      names = "--as",
      paramLabel = "FORM",
      description =
          "Form of the file: arrow, stream (Arrow IPC stream), parquet, jsonl, csv, or of one"
              + " column of vectors fvecs or npy; by default what its name ends with: .arrow,"
              + " .arrows, .parquet, .jsonl, .csv, .fvecs or .npy.")
  private @Nullable String as;

  @Mixin private AtOption at = new AtOption();
  @Mixin private WhereOption where = new WhereOption();
  @Mixin private SelectOption select = new SelectOption();

  @Option(names = "--limit", paramLabel = "N", description = "At most so many rows.")
  private @Nullable Integer limit;

  @Mixin private CsvOptions csv = new CsvOptions();
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    Format form = as == null ? Formats.of(file) : Formats.named(as);
    FormatOptions how = FormatOptions.DEFAULT.withCsv(csv.form());
    try (Database db = table.openReadOnly()) {
      at.read(table.in(db), reader -> write(reader, form, how));
    }
  }

  private void write(Reader reader, Format form, FormatOptions how) {
    List<String> columns = select.columnsOr(reader.schema().names());
    Scan all = where.in(reader.scan()).select(columns.toArray(String[]::new));
    long start = System.nanoTime();
    long rows = Exports.write(limit == null ? all : all.limit(limit), file, form, how);
    double seconds = (System.nanoTime() - start) / 1e9;
    options
        .output()
        .record(
            Row.of(
                "file",
                file.toString(),
                "rows",
                rows,
                "bytes",
                file.toFile().length(),
                "seconds",
                Math.round(seconds * 1000) / 1000.0));
  }
}
