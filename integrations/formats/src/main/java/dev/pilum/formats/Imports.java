package dev.pilum.formats;

import dev.pilum.Database;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.formats.spi.CsvForm;
import dev.pilum.formats.spi.Format;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.vector.VectorFormat;
import dev.pilum.formats.vector.VectorReader;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.ForeignName;
import dev.pilum.storage.schema.Metric;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An import of a file into a table, to be described and then run by {@code into}:
 *
 * <pre>{@code
 * Imports.of(Path.of("docs.jsonl.gz")).key("id").into(db, "docs");
 * }</pre>
 *
 * <p>Rows pass through memory batch by batch, and each batch is one commit. Where the table has a
 * key, rows replace those with the same key; otherwise they are added. A row that cannot be read or
 * written ends the import with an error that names its place, unless {@link #rejectTo} is given;
 * batches before it stay. Text files are read once before the first row is written, so that a bad
 * line in them ends an import before it has begun.
 *
 * <p>Each method changes and returns this object. One thread at a time.
 */
public final class Imports {
  final Format format;
  final Map<String, DataType> types = new HashMap<>();
  final Input input;
  @Nullable Table existing;
  @Nullable Path vectors;
  @Nullable Path ids;
  @Nullable Path rejectFile;
  @Nullable Path positionFile;
  @Nullable String key;
  @Nullable String vectorColumn;
  @Nullable Metric metric;
  List<String> textColumns = List.of();
  CsvForm csv = CsvForm.RFC_4180;
  ImportListener listener = ImportListener.NONE;
  long sampleRows = FormatOptions.ALL_ROWS;
  long mostRejected;

  private Imports(Format format, Input input) {
    this.format = format;
    this.input = input;
  }

  /**
   * Imports a file in the format that its name ends with.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when it ends with none, as {@link Formats#of}
   */
  public static Imports of(Path file) {
    return new Imports(Formats.of(file), Input.of(file));
  }

  /** Imports a file in the format of the given name, as {@link Formats#named}. */
  public static Imports of(String format, Path file) {
    return new Imports(Formats.named(format), Input.of(file));
  }

  /**
   * Imports what a stream gives, in the format of the given name.
   *
   * @param name what to call the stream in errors
   */
  public static Imports of(String format, InputStream stream, String name) {
    return new Imports(Formats.named(format), Input.of(stream, name));
  }

  /** Imports comma-separated values. */
  public static Imports csv(Path file) {
    return of("csv", file);
  }

  /** Imports lines of JSON objects. */
  public static Imports jsonLines(Path file) {
    return of("jsonl", file);
  }

  /** Imports an Arrow IPC file or stream. */
  public static Imports arrow(Path file) {
    return of("arrow", file);
  }

  /** Imports Parquet, which the module {@code pilum-parquet} reads. */
  public static Imports parquet(Path file) {
    return of("parquet", file);
  }

  /** Names the column that no two rows share, when the table is created. */
  public Imports key(String column) {
    key = column;
    return this;
  }

  /** Gives a column a type other than the one that the file tells or that is learned. */
  public Imports type(String column, DataType type) {
    types.put(ForeignName.of(column), type);
    return this;
  }

  /**
   * Names the column of vectors: in a text, one of number arrays; in a file of vectors, and with
   * {@link #vectors}, the column that they get, {@code embedding} by default.
   */
  public Imports vectorColumn(String column) {
    vectorColumn = column;
    return this;
  }

  /** Joins each row with the vector of the same number in a file of fvecs or npy. */
  public Imports vectors(Path file) {
    vectors = file;
    return this;
  }

  /** Takes the keys of a file of vectors from an npy file of whole numbers, one for each. */
  public Imports ids(Path file) {
    ids = file;
    return this;
  }

  /**
   * Sets how distances are measured in columns of vectors, when the table is created; otherwise it
   * is what an Arrow or Parquet file says, and by cosine where none does.
   */
  public Imports metric(Metric wanted) {
    metric = wanted;
    return this;
  }

  /** Names columns whose text is to be searched by words, when the table is created. */
  public Imports text(String... columns) {
    textColumns = List.of(columns);
    return this;
  }

  /** Sets how CSV looks. */
  public Imports csvForm(CsvForm form) {
    csv = form;
    return this;
  }

  /**
   * Learns types from the first {@code rows} rows of a text rather than from all; of a stream, it
   * is 10,000 unless told.
   */
  public Imports sample(long rows) {
    sampleRows = rows;
    return this;
  }

  /**
   * Puts rows that cannot be read or written down in a file, and goes on: lines of JSON with {@code
   * line}, {@code reason} and {@code text}, which is the row as it stands in the input, or as JSON.
   *
   * @param most how many rows at most; one more ends the import
   */
  public Imports rejectTo(Path file, long most) {
    rejectFile = file;
    mostRejected = most;
    return this;
  }

  /**
   * Notes in a file, made when absent, how far the import has come, and goes on where that file
   * says. It is forced to the disk before each commit and tells by the table's version whether the
   * commit took place: no row is left out, and none is written twice, unless others wrote to the
   * table meanwhile; then rows of one batch are written again where the table has a key, and the
   * import is refused where it has none. The file is deleted at the end.
   */
  public Imports resumeBy(Path file) {
    positionFile = file;
    return this;
  }

  /** Tells a listener how far it is. */
  public Imports listener(ImportListener hears) {
    listener = hears;
    return this;
  }

  /**
   * Imports into a table that is there.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the input is not what it should be, or does
   *     not fit the table
   * @throws dev.pilum.storage.error.StorageFailure when a disk says no
   */
  public ImportReport into(Table table) {
    existing = table;
    return new ImportRun(this).run(columns -> table);
  }

  /** Imports into a table of this name, created when absent; throws as {@link #into(Table)}. */
  public ImportReport into(Database database, String table) {
    existing = null;
    if (key == null && format instanceof VectorFormat && !database.hasTable(table)) {
      key = VectorFormat.KEY;
    }
    return database.hasTable(table)
        ? into(TableColumns.open(database, table, key))
        : new ImportRun(this)
            .run(fields -> database.createTable(table, TableColumns.schema(fields, this)));
  }

  /**
   * Reads the input whole and writes nothing: returns its rows with the types of a table's columns,
   * as {@link Table#merge(List)} takes them. Rows have the columns that the input has, in memory
   * all at once; the key may be missing.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the input is not what it should be, or does
   *     not fit the table
   * @throws dev.pilum.storage.error.StorageFailure when reading fails
   */
  public List<Row> rowsFor(Table table) {
    existing = table;
    return new ImportRun(this).rows(table);
  }

  /** Returns what readers are told. */
  FormatOptions options(Map<String, DataType> known, @Nullable Table table) {
    String keyColumn = table == null || key != null ? key : table.schema().key();
    Metric measure = metric == null ? Metric.COSINE : metric;
    return new FormatOptions(known, keyColumn, vectorColumn, measure, sampleRows, csv, batchRows());
  }

  /**
   * Returns how many rows a batch has, so that the vectors beside them take no more than others.
   */
  private int batchRows() {
    return vectors == null ? FormatOptions.BATCH_ROWS : VectorReader.batchRows(vectors);
  }
}
