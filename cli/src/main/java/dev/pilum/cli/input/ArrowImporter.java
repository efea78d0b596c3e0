package dev.pilum.cli.input;

import dev.pilum.Batch;
import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.WriteResult;
import dev.pilum.arrow.ArrowSource;
import dev.pilum.arrow.Float64Vectors;
import dev.pilum.cli.output.Progress;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an Arrow file or stream of any writer into a table, one of its batches at a time. The
 * schema is the file's own; vectors of float64 are rounded to float32, and columns whose names
 * start with {@code _}, such as those of Pilum's own files, are left out.
 */
public final class ArrowImporter {
  private final Database database;
  private final String tableName;
  private final Metric metric;
  private final @Nullable String key;
  private final PrintWriter err;
  private long written;
  private long replaced;

  /**
   * Prepares an import.
   *
   * @param metric how distances are measured in the vector columns of a table that is created
   * @param key name of the key column, or {@code null}
   * @param err hears how far it is
   */
  public ArrowImporter(
      Database database, String tableName, Metric metric, @Nullable String key, PrintWriter err) {
    this.database = database;
    this.tableName = tableName;
    this.metric = metric;
    this.key = key;
    this.err = err;
  }

  /** Imports all batches of a file. */
  public ImportResult run(Path file) {
    long start = System.nanoTime();
    try (FileChannel channel = FileChannel.open(file);
        ArrowSource source = open(file, channel)) {
      noteLeftOut(source.fields());
      Table table = openOrCreate(source.fields().stream().filter(ArrowImporter::isTaken).toList());
      write(source, channel, table);
      table.flush();
      table.awaitUpkeep();
    } catch (NoSuchFileException e) {
      throw new InvalidRequest("there is no file '" + file + "'; check the path", e);
    } catch (IOException e) {
      throw new StorageFailure("cannot read '" + file + "': " + e.getMessage(), e);
    }
    return new ImportResult(tableName, written, replaced, (System.nanoTime() - start) / 1e9);
  }

  private static ArrowSource open(Path file, FileChannel channel) {
    return ArrowSource.open(
        Channels.newInputStream(channel), file.toString(), Float64Vectors.ROUND_TO_FLOAT32);
  }

  private Table openOrCreate(List<Field> fields) {
    return database.hasTable(tableName)
        ? ExistingTable.open(database, tableName, key)
        : database.createTable(tableName, schema(fields));
  }

  private Schema schema(List<Field> fields) {
    SchemaBuilder schema = Schema.builder();
    for (Field field : fields) {
      if (field.name().equals(key)) {
        schema.key(field.name(), field.type());
      } else {
        schema.field(measured(field));
      }
    }
    if (key != null && fields.stream().noneMatch(field -> field.name().equals(key))) {
      List<String> names = fields.stream().map(Field::name).toList();
      throw new InvalidRequest(
          "there is no column '%s' to be the key; columns: %s".formatted(key, names));
    }
    return schema.build();
  }

  /** Returns a vector column with the metric that was asked for; bits have only one. */
  private Field measured(Field field) {
    DataType.Vector vectors = field.type().vectors();
    return vectors != null && vectors.element() != Element.BIT ? field.withMetric(metric) : field;
  }

  private void write(ArrowSource source, FileChannel channel, Table table) throws IOException {
    Progress progress = Progress.start(err, "importing " + tableName, channel.size());
    try {
      for (RecordBatch rows = source.next(); rows != null; rows = source.next()) {
        add(table, Batch.wrap(taken(rows)));
        progress.at(channel.position());
      }
    } catch (PilumException e) {
      progress.wipe();
      err.print(
          "stopped; the first %d rows are in table '%s' to stay\n".formatted(written, tableName));
      throw e;
    } finally {
      progress.wipe();
    }
  }

  private void add(Table table, Batch rows) {
    WriteResult result = table.schema().key() == null ? table.add(rows) : table.upsert(rows);
    written += rows.rowCount();
    replaced += result.rowsRemoved();
  }

  private void noteLeftOut(List<Field> fields) {
    for (Field field : fields) {
      if (!isTaken(field)) {
        err.print(
            "column '%s' is left out: such names are kept for Pilum's own\n"
                .formatted(field.name()));
      }
    }
  }

  private static boolean isTaken(Field field) {
    return !field.name().startsWith("_");
  }

  private static RecordBatch taken(RecordBatch rows) {
    List<Field> fields = rows.fields().stream().filter(ArrowImporter::isTaken).toList();
    return new RecordBatch(
        fields, rows.rowCount(), fields.stream().map(field -> rows.column(field.name())).toList());
  }
}
