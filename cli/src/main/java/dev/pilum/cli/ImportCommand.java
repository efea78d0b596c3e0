package dev.pilum.cli;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.cli.output.ImportProgress;
import dev.pilum.formats.ImportReport;
import dev.pilum.formats.Imports;
import dev.pilum.storage.schema.Metric;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads files into a table. */
@Command(
    name = "import",
    sortOptions = false,
    description = {
      "Read rows and vectors from files into a table, created when absent.",
      "",
      "Arrow and Parquet say what their columns are. The types of text are learned from it: every"
          + " line is read once before the first is written, so a bad line stops the import before"
          + " it starts, unless --bad-rows takes it. Number arrays of one length become vectors."
          + " With a key, rows replace those with the same key; without one they are added.",
      "A FILE may be compressed by gzip; '-' is standard input."
    },
    footer = {
      "",
      "Examples:",
      "  pilum import db docs --jsonl corpus.jsonl --vectors base.fvecs --key id",
      "  pilum import db docs --jsonl with-embeddings.jsonl --vector-column embedding --key id",
      "  pilum import db docs --jsonl corpus.jsonl --text-column title,text --key id",
      "  pilum import db films --csv films.csv --key id",
      "  pilum import db docs --arrow docs.arrow --key id",
      "  pilum import db docs --parquet docs.parquet --key id --resume",
      "  zcat log.csv.gz | pilum import db log --csv - --type at=timestamp[UTC] --bad-rows"
          + " bad.jsonl",
      "  pilum import db points --vectors base.npy --ids ids.npy --metric l2"
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

    @Option(names = "--parquet", paramLabel = "FILE", description = "Rows: a Parquet file.")
    private @Nullable Path parquet;

    /** Returns the file, or {@code null} when there are only vectors. */
    @Nullable Path file() {
      Path text = jsonLines == null ? csv : jsonLines;
      Path columns = arrow == null ? parquet : arrow;
      return text == null ? columns : text;
    }

    Imports imports(Path file) {
      String format =
          jsonLines != null ? "jsonl" : csv != null ? "csv" : arrow != null ? "arrow" : "parquet";
      return isStandardInput(file)
          ? Imports.of(format, System.in, "standard input")
          : Imports.of(format, file);
    }

    boolean isStandardInput(Path file) {
      return file.toString().equals("-");
    }
  }

  @ArgGroup private Rows rows = new Rows();

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Vectors in fvecs or npy format, vector k belonging to row k. Without rows, their numbers"
              + " from 0 become the key.")
  private @Nullable Path vectors;

  @Option(
      names = "--ids",
      paramLabel = "FILE",
      description = "Keys of bare vectors: an npy file of as many whole numbers.")
  private @Nullable Path ids;

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
          "How far vectors are apart: ${COMPLETION-CANDIDATES}; by default what an Arrow or Parquet"
              + " file says, COSINE where none does. With HAMMING vectors of zeros and ones are"
              + " kept as bits.")
  private @Nullable Metric metric;

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

  @Mixin private TypeOptions types = new TypeOptions();
  @Mixin private CsvOptions csv = new CsvOptions();
  @Mixin private SafetyOptions safety = new SafetyOptions();
  @Mixin private OutputOptions options = new OutputOptions();

  @Spec private @Nullable CommandSpec command;

  @Override
  public void run() {
    Imports imports = imports();
    types.apply(imports);
    imports.csvForm(csv.form()).text(textColumns.toArray(String[]::new));
    if (key != null) {
      imports.key(key);
    }
    if (vectorColumn != null) {
      imports.vectorColumn(vectorColumn);
    }
    if (metric != null) {
      imports.metric(metric);
    }
    if (ids != null) {
      imports.ids(ids);
    }
    try (Database db = table.open()) {
      ImportReport report = new ImportProgress(options.err(), table.name()).run(imports, db);
      options.output().record(row(report));
    }
  }

  private Imports imports() {
    Path file = rows.file();
    Path bare = vectors;
    if (rows.arrow != null && !(bare == null && vectorColumn == null)) {
      throw Usage.wrong(
          command,
          "an Arrow file says itself what its columns are: leave --vectors and --vector-column"
              + " out");
    }
    if (file == null) {
      if (bare == null) {
        throw Usage.wrong(
            command, "nothing to import: give --jsonl, --csv, --arrow, --parquet or --vectors");
      }
      Imports imports = Imports.of(bareFormat(bare), bare);
      safety.apply(imports, bare);
      return imports;
    }
    Imports imports = rows.imports(file);
    safety.apply(imports, rows.isStandardInput(file) ? null : file);
    return bare == null ? imports : imports.vectors(bare);
  }

  private static String bareFormat(Path vectors) {
    return vectors.toString().endsWith(".npy") ? "npy" : "fvecs";
  }

  private static Row row(ImportReport report) {
    return Row.of(
        "table", report.table(),
        "rows", report.rows(),
        "replaced", report.replaced(),
        "rejected", report.rejected(),
        "skipped", report.skipped(),
        "seconds", Math.round(report.seconds() * 1000) / 1000.0,
        "rowsPerSecond", Math.round(report.rows() / report.seconds()));
  }
}
