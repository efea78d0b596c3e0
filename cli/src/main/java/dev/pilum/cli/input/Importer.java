package dev.pilum.cli.input;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.WriteResult;
import dev.pilum.cli.output.Progress;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import dev.pilum.storage.schema.Types;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads files into a table: once to learn the schema and to find every bad line before anything is
 * written, a second time to write, a batch at a time.
 */
public final class Importer {
  /** Rows per batch: 6 MiB at 384 coordinates, enough that a forced write costs little per row. */
  private static final int MOST_BATCH_ROWS = 4_096;

  /**
   * Bytes that the rows of a batch take in their files. On the heap, boxed and on their way into
   * columns, it may be five times that: an import of 50 MB of JSON with 1,024 coordinates a row
   * ends well in 48 MB.
   */
  private static final long BATCH_BYTES = 4 << 20;

  private final Database database;
  private final ImportRequest request;
  private final PrintWriter err;
  private long written;
  private long replaced;

  /** Prepares an import; {@code err} hears how far it is. */
  public Importer(Database database, ImportRequest request, PrintWriter err) {
    this.database = database;
    this.request = request;
    this.err = err;
  }

  /**
   * Imports everything.
   *
   * @throws InvalidRequest when the files are wrong; nothing has been written then
   */
  public ImportResult run() {
    long start = System.nanoTime();
    Path vectorPath = request.vectors();
    if (vectorPath == null) {
      importRows(null);
    } else {
      try (VectorFile vectors = VectorFile.open(vectorPath)) {
        importRows(vectors);
      }
    }
    return new ImportResult(request.table(), written, replaced, (System.nanoTime() - start) / 1e9);
  }

  private void importRows(@Nullable VectorFile vectors) {
    Path file = request.rows();
    if (file == null) {
      importVectorsOnly(vectors);
      return;
    }
    Survey survey = survey(file);
    if (vectors != null && vectors.rowCount() != survey.rowCount()) {
      throw new InvalidRequest(
          "%s has %d rows, %s has %d; vector k belongs to row k, so both must have as many"
              .formatted(file, survey.rowCount(), request.vectors(), vectors.rowCount()));
    }
    Table table = openOrCreate(survey, vectors);
    try (RowSource rows = request.open(file)) {
      write(table, new RowBatches(table, rows, vectors, request.vectorName()), survey.rowCount());
    }
  }

  private void importVectorsOnly(@Nullable VectorFile vectors) {
    if (vectors == null) {
      throw new InvalidRequest("nothing to import; give --jsonl, --csv, --arrow or --vectors");
    }
    String key = request.key() == null ? "id" : request.key();
    Table table =
        database.hasTable(request.table())
            ? ExistingTable.open(database, request.table(), request.key())
            : createForVectors(key, vectors);
    write(
        table, new NumberedBatches(table, key, vectors, request.vectorName()), vectors.rowCount());
  }

  private Survey survey(Path file) {
    Progress progress =
        Progress.start(err, "checking " + file.getFileName(), file.toFile().length());
    try (RowSource rows = request.open(file)) {
      return Survey.of(rows, request.key(), progress);
    } finally {
      progress.wipe();
    }
  }

  private Table openOrCreate(Survey survey, @Nullable VectorFile vectors) {
    if (database.hasTable(request.table())) {
      return ExistingTable.open(database, request.table(), request.key());
    }
    if (request.key() != null && !survey.columns().containsKey(request.key())) {
      throw new InvalidRequest(
          "there is no column '%s' to be the key; columns: %s"
              .formatted(request.key(), survey.columns().keySet()));
    }
    noteRenamed(survey);
    Schema rows =
        survey.schema(
            request.key(),
            vectors == null ? request.vectorColumn() : null,
            request.metric(),
            request.textColumns());
    return database.createTable(
        request.table(), vectors == null ? rows : withVectors(rows, vectors));
  }

  private Table createForVectors(String key, VectorFile vectors) {
    Schema schema = Schema.builder().key(key, Types.int64()).build();
    return database.createTable(request.table(), withVectors(schema, vectors));
  }

  private Schema withVectors(Schema rows, VectorFile vectors) {
    SchemaBuilder schema = Schema.builder();
    for (Field field : rows.fields()) {
      if (field.name().equals(rows.key())) {
        schema.key(field.name(), field.type());
      } else {
        schema.field(field);
      }
    }
    return schema
        .field(VectorFields.of(request.vectorName(), vectors.dimension(), request.metric()))
        .build();
  }

  private void noteRenamed(Survey survey) {
    for (String name : survey.columns().keySet()) {
      if (!ColumnName.of(name).equals(name)) {
        err.print("column '%s' becomes '%s'\n".formatted(name, ColumnName.of(name)));
      }
    }
  }

  private void write(Table table, Batches batches, long rowCount) {
    Progress progress = Progress.start(err, "importing " + request.table(), rowCount);
    try {
      int most = batchRows(rowCount);
      while (written < rowCount) {
        int rows = (int) Math.min(most, rowCount - written);
        add(table, batches.next(rows), rows);
        progress.advance(rows);
      }
      progress.wipe();
      index(table);
    } catch (PilumException e) {
      progress.wipe();
      err.print(
          "stopped; the first %d rows are in table '%s' to stay\n"
              .formatted(written, table.name()));
      throw e;
    }
  }

  private int batchRows(long rowCount) {
    long bytes = length(request.rows()) + length(request.vectors());
    long rowBytes = Math.max(1, bytes / Math.max(1, rowCount));
    return Math.clamp(BATCH_BYTES / rowBytes, 1, MOST_BATCH_ROWS);
  }

  private static long length(@Nullable Path file) {
    return file == null ? 0 : file.toFile().length();
  }

  private void add(Table table, dev.pilum.Batch batch, int rows) {
    WriteResult result = table.schema().key() == null ? table.add(batch) : table.upsert(batch);
    written += rows;
    replaced += result.rowsRemoved();
  }

  /**
   * Has the rows in segments with their graphs, so that later reads in other processes need not
   * replay the log.
   */
  private void index(Table table) {
    Progress progress = Progress.start(err, "indexing " + table.name(), 1);
    table.flush();
    table.awaitUpkeep();
    progress.wipe();
  }
}
