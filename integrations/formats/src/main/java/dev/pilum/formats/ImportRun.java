package dev.pilum.formats;

import dev.pilum.Batch;
import dev.pilum.Row;
import dev.pilum.Table;
import dev.pilum.formats.ImportPosition.Mark;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.ReadBatch;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.formats.spi.RowReader;
import dev.pilum.formats.vector.JoinedReader;
import dev.pilum.formats.vector.VectorFormat;
import dev.pilum.formats.vector.VectorReader;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One import on its way. One thread. */
final class ImportRun {
  private final Imports request;
  private final ImportListener listener;
  private final Input input;
  private final long start = System.nanoTime();
  private boolean opened;

  ImportRun(Imports request) {
    this.request = request;
    this.listener = request.listener;
    this.input =
        request.input.watchedBy(bytes -> {
          if (!opened) {
            listener.checking(bytes, request.input.length());
          }
        });
  }

  /**
   * Imports everything.
   *
   * @param tables gives the table for the columns that the input has
   */
  ImportReport run(Function<List<Field>, Table> tables) {
    checkRequest();
    Path positionFile = request.positionFile;
    ImportPosition position = positionFile == null ? null : ImportPosition.read(positionFile);
    Mark mark = position == null ? Mark.START : markOf(position);
    Path rejectFile = request.rejectFile;
    if (rejectFile == null) {
      return run(tables, mark, null);
    }
    try (RejectFile rejects = RejectFile.open(rejectFile, request.mostRejected, mark)) {
      return run(tables, mark, rejects);
    }
  }

  /** Returns all rows, with the types that the columns of a table have. */
  List<Row> rows(Table table) {
    checkRequest();
    try (RowReader reader = open(RejectedRows.NONE, null)) {
      opened = true;
      List<Field> columns = columns(reader, table);
      List<Row> rows = new ArrayList<>();
      for (ReadBatch batch = reader.next(); batch != null; batch = reader.next()) {
        append(Retyped.of(batch.rows(), columns), rows);
        listener.importing(batch.end(), reader.bytesRead(), input.length());
      }
      return rows;
    }
  }

  private static void append(Batch batch, List<Row> rows) {
    for (int row = 0; row < batch.rowCount(); row++) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (String name : batch.names()) {
        values.put(name, batch.column(name).valueAt(row));
      }
      rows.add(Row.copyOf(values));
    }
  }

  /** The table of an import that goes on is there, or nothing of it is. */
  private Mark markOf(ImportPosition position) {
    Path file = request.positionFile;
    assert file != null : "read from it";
    Table table = request.existing;
    if (table == null) {
      return Mark.START;
    }
    return position.resume(file, ImportPosition.describe(input), table);
  }

  private void checkRequest() {
    if (request.ids != null && !(request.format instanceof VectorFormat)) {
      throw new InvalidRequest("ids belong to a file of vectors; rows have their own");
    }
    if (request.rejectFile != null) {
      checkNotRead(request.rejectFile, request.input.path());
      checkNotRead(request.rejectFile, request.vectors);
      checkNotRead(request.rejectFile, request.ids);
    }
  }

  /** The file of rejected rows is emptied when it is opened. */
  private static void checkNotRead(Path rejectFile, @Nullable Path read) {
    try {
      boolean both = read != null && Files.exists(read) && Files.exists(rejectFile);
      if (both && Files.isSameFile(rejectFile, read)) {
        throw new InvalidRequest(
            "'%s' is read by the import; name another file for rejected rows".formatted(read));
      }
    } catch (IOException e) {
      throw new StorageFailure("cannot read '" + read + "': " + e.getMessage(), e);
    }
  }

  private ImportReport run(
      Function<List<Field>, Table> tables, Mark mark, @Nullable RejectFile rejects) {
    RejectedRows rejected = rejects == null ? RejectedRows.NONE : rejects;
    try (RowReader reader = open(rejected, request.existing)) {
      opened = true;
      listener.importing(mark.rows(), 0, input.length());
      reader.notes().forEach(listener::note);
      ReadBatch first = reader.next();
      Table table = tables.apply(wanted(reader, first));
      ImportWriter writer =
          new ImportWriter(request, input, table, columns(reader, table), mark, rejects);
      for (ReadBatch batch = first; batch != null; batch = reader.next()) {
        writer.write(batch);
        listener.importing(batch.end(), reader.bytesRead(), input.length());
      }
      writer.finish();
      double seconds = (System.nanoTime() - start) / 1e9;
      return writer.report(seconds);
    }
  }

  /** Opens the input; each row must have the key of {@code keyed}, if there is such a table. */
  private RowReader open(RejectedRows rejected, @Nullable Table keyed) {
    Map<String, DataType> types = new HashMap<>(request.types);
    Table existing = request.existing;
    if (existing != null) {
      existing.schema().fields().forEach(field -> types.put(field.name(), field.type()));
    }
    FormatOptions options = request.options(types, keyed);
    if (request.format instanceof VectorFormat) {
      String key = options.key() == null ? VectorFormat.KEY : options.key();
      return VectorReader.open(input.file(), request.ids, key, vectorColumn());
    }
    RowReader rows = request.format.open(input, options, rejected);
    Path vectors = request.vectors;
    if (vectors == null) {
      return rows;
    }
    boolean joined = false;
    try {
      RowReader both = JoinedReader.open(rows, input.name(), vectors, vectorColumn());
      joined = true;
      return both;
    } finally {
      if (!joined) {
        rows.close();
      }
    }
  }

  private String vectorColumn() {
    return request.vectorColumn == null ? VectorFormat.COLUMN : request.vectorColumn;
  }

  /** Returns the columns that a new table would get. */
  private List<Field> wanted(RowReader reader, @Nullable ReadBatch first) {
    List<Field> wanted = new ArrayList<>();
    for (Field field : reader.fields()) {
      DataType type = TableColumns.wanted(field, request);
      boolean sure = reader.tellsListsFromVectors() || request.types.containsKey(field.name());
      DataType known = first == null || sure ? type : ListVectors.typeOf(field, type, first.rows());
      wanted.add(new Field(field.id(), field.name(), known, field.nullable(), field.metadata()));
    }
    return wanted;
  }

  /** Returns the columns as the table has them. */
  private static List<Field> columns(RowReader reader, Table table) {
    List<Field> columns = new ArrayList<>();
    for (Field field : reader.fields()) {
      if (!table.schema().has(field.name())) {
        throw table.schema().unknownColumn(field.name());
      }
      columns.add(table.schema().field(field.name()));
    }
    return columns;
  }
}
