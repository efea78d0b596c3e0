package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.cli.input.ArrowImporter;
import dev.pilum.cli.input.ImportRequest;
import dev.pilum.cli.input.ImportRequest.Kind;
import dev.pilum.cli.input.ImportResult;
import dev.pilum.cli.input.Importer;
import dev.pilum.storage.schema.Metric;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads files into a table. */
@Command(
    name = "import",
    sortOptions = false,
    description = {
      "Read rows and vectors from files into a table, created when absent.",
      "",
      "The schema is learned from the data: every line is read once before the first is written, so"
          + " a bad line stops the import before it starts. With a key, rows replace those with the"
          + " same key; without one they are added."
    },
    footer = {
      "",
      "Examples:",
      "  pilum import db docs --jsonl corpus.jsonl --vectors base.fvecs --key id",
      "  pilum import db docs --jsonl with-embeddings.jsonl --vector-column embedding --key id",
      "  pilum import db docs --jsonl corpus.jsonl --text-column title,text --key id",
      "  pilum import db films --csv films.csv --key id",
      "  pilum import db docs --arrow docs.arrow --key id",
      "  pilum import db points --vectors base.fvecs --metric l2   (row numbers become the key)"
    })
final class ImportCommand implements Runnable {
  @Mixin private TableParameters table = new TableParameters();

  /** Where the rows are. */
  static final class Rows {
    @Option(names = "--jsonl", paramLabel = "FILE", description = "Rows: one JSON object per line.")
    private @Nullable Path jsonLines;

    @Option(
        names = "--csv",
        paramLabel = "FILE",
        description = "Rows: comma-separated values, the first line naming the columns.")
    private @Nullable Path csv;

    @Option(
        names = "--arrow",
        paramLabel = "FILE",
        description = "Rows: an Arrow IPC file or stream, vectors included.")
    private @Nullable Path arrow;
  }

  @ArgGroup private Rows rows = new Rows();

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description = "Vectors in fvecs format, vector k belonging to row k.")
  private @Nullable Path vectors;

  @Option(
      names = "--vector-column",
      paramLabel = "NAME",
      description =
          "Column for the vectors, 'embedding' by default. Without --vectors: a column of number"
              + " arrays to take as vectors.")
  private @Nullable String vectorColumn;

  @Option(
      names = "--metric",
      description =
          "How far vectors are apart: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default. With"
              + " HAMMING vectors of zeros and ones are kept as bits.")
  private Metric metric = Metric.COSINE;

  @Option(
      names = "--key",
      paramLabel = "COLUMN",
      description = "Column that no two rows share; integers or text.")
  private @Nullable String key;

  @Option(
      names = "--text-column",
      paramLabel = "COLUMN",
      split = ",",
      description = "Column of text to be searched by words, when the table is created.")
  private List<String> textColumns = List.of();

  @Mixin private OutputOptions options = new OutputOptions();

  @Spec private @Nullable CommandSpec command;

  @Override
  public void run() {
    Path arrow = rows.arrow;
    if (arrow != null) {
      importArrow(arrow);
      return;
    }
    Path file = rows.csv == null ? rows.jsonLines : rows.csv;
    if (file == null && vectors == null) {
      throw wrongUsage("nothing to import: give --jsonl, --csv, --arrow or --vectors");
    }
    Kind kind = rows.csv == null ? Kind.JSON_LINES : Kind.CSV;
    ImportRequest request =
        new ImportRequest(
            table.name(), file, kind, vectors, vectorColumn, metric, key, textColumns);
    try (Database db = table.open()) {
      ImportResult result = new Importer(db, request, options.err()).run();
      options.output().record(result.asMap());
    }
  }

  private void importArrow(Path file) {
    if (vectors != null || vectorColumn != null || !textColumns.isEmpty()) {
      throw wrongUsage(
          "an Arrow file says itself what its columns are: leave --vectors, --vector-column and"
              + " --text-column out");
    }
    try (Database db = table.open()) {
      ArrowImporter importer = new ArrowImporter(db, table.name(), metric, key, options.err());
      options.output().record(importer.run(file).asMap());
    }
  }

  private ParameterException wrongUsage(String sentence) {
    CommandSpec known = command;
    assert known != null : "picocli sets it";
    return new ParameterException(known.commandLine(), sentence);
  }
}
