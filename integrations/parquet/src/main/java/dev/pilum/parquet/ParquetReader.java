package dev.pilum.parquet;

import dev.hardwood.InputFile;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.SchemaNode;
import dev.pilum.BatchBuilder;
import dev.pilum.arrow.ArrowSource;
import dev.pilum.arrow.Float64Vectors;
import dev.pilum.formats.spi.ReadBatch;
import dev.pilum.formats.spi.RejectedRows;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ForeignName;
import dev.pilum.storage.schema.Schema;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file, row by row into batches. Columns whose names start with {@code _}, such as the
 * index that pandas adds, are left out.
 */
final class ParquetReader implements dev.pilum.formats.spi.RowReader {
  private static final int MOST_BATCH_ROWS = 4_096;

  /** Bytes of a batch in the file, before compression; boxed they take several times that. */
  private static final long BATCH_BYTES = 4 << 20;

  private final Path path;
  private final RejectedRows rejected;
  private final ParquetFileReader file;
  private final List<ParquetColumn> columns = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Schema schema;
  private final RowReader rows;
  private final long rowCount;
  private final int batchRows;
  private long passed;

  private ParquetReader(Path path, RejectedRows rejected, ParquetFileReader file) {
    this.path = path;
    this.rejected = rejected;
    this.file = file;
    Map<String, Field> arrow = arrowFields(file);
    List<SchemaNode> nodes = file.getFileSchema().getRootNode().children();
    for (int i = 0; i < nodes.size(); i++) {
      String name = nodes.get(i).name();
      if (name.startsWith("_")) {
        notes.add("column '%s' is left out: such names are kept for Pilum's own".formatted(name));
      } else {
        ParquetColumn column =
            ParquetColumn.of(nodes.get(i), i, arrow.get(ForeignName.unlessAccepted(name)));
        noteRenamed(name, column.field().name());
        columns.add(column);
      }
    }
    this.schema = schema();
    this.rowCount = file.getFileMetaData().numRows();
    this.batchRows = batchRows(file.getFileMetaData().rowGroups());
    this.rows = file.rowReader();
  }

  static ParquetReader open(Path path, RejectedRows rejected) {
    ParquetFileReader file = guarded(path, () -> ParquetFileReader.open(InputFile.of(path)));
    boolean opened = false;
    try {
      ParquetReader reader = guarded(path, () -> new ParquetReader(path, rejected, file));
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        closeFile(path, file);
      }
    }
  }

  @Override
  public List<Field> fields() {
    return schema.fields();
  }

  @Override
  public @Nullable ReadBatch next() {
    List<Row> read = new ArrayList<>();
    long first = passed;
    while (passed - first < batchRows && guarded(path, rows::hasNext)) {
      Row row = guarded(path, this::row);
      passed++;
      if (row != null) {
        read.add(row);
      }
    }
    return passed == first ? null : batch(read);
  }

  @Override
  public boolean tellsListsFromVectors() {
    return file.getFileMetaData().keyValueMetadata().containsKey(ParquetRows.PILUM_SCHEMA);
  }

  @Override
  public long rowCount() {
    return rowCount;
  }

  @Override
  public long bytesRead() {
    return rowCount <= 0 ? 0 : (long) ((double) path.toFile().length() * passed / rowCount);
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public void close() {
    try {
      rows.close();
    } finally {
      closeFile(path, file);
    }
  }

  /**
   * A row whose values have been read.
   *
   * @param ordinal its number in the file, from 0
   * @param values in the order of the columns
   */
  private record Row(long ordinal, List<@Nullable Object> values) {}

  private @Nullable Row row() {
    rows.next();
    List<@Nullable Object> values = new ArrayList<>(columns.size());
    for (ParquetColumn column : columns) {
      try {
        values.add(ParquetValues.value(rows, column.place(), column.node(), column.field().type()));
      } catch (InvalidRequest e) {
        reject(passed, "column '%s': %s".formatted(column.field().name(), e.getMessage()), e);
        return null;
      }
    }
    return new Row(passed, values);
  }

  private void reject(long ordinal, String reason, InvalidRequest e) {
    long number = ordinal + 1;
    String place = path.getFileName() + ", row " + number;
    rejected.take(place, number, reason, "row " + number, e);
  }

  private ReadBatch batch(List<Row> read) {
    try {
      return batchOfHeld(read);
    } catch (InvalidRequest e) {
      return batchOfHeld(read.stream().filter(this::isHeld).toList());
    }
  }

  /** Finds rows with values that their types know but cannot hold, such as NaN in a vector. */
  private boolean isHeld(Row row) {
    try {
      batchOfHeld(List.of(row));
      return true;
    } catch (InvalidRequest e) {
      reject(row.ordinal(), String.valueOf(e.getMessage()), e);
      return false;
    }
  }

  private ReadBatch batchOfHeld(List<Row> read) {
    BatchBuilder builder = new BatchBuilder(schema);
    for (int i = 0; i < columns.size(); i++) {
      List<@Nullable Object> column = new ArrayList<>(read.size());
      for (Row row : read) {
        column.add(row.values().get(i));
      }
      builder.values(schema.fields().get(i).name(), column);
    }
    long[] ordinals = read.stream().mapToLong(Row::ordinal).toArray();
    long[] numbers = read.stream().mapToLong(row -> row.ordinal() + 1).toArray();
    return new ReadBatch(builder.build(), ordinals, numbers, passed);
  }

  private Schema schema() {
    List<Field> fields = columns.stream().map(ParquetColumn::field).toList();
    if (fields.isEmpty()) {
      throw new InvalidRequest(path.getFileName() + " has no column to import");
    }
    return new Schema(fields, null);
  }

  private void noteRenamed(String name, String renamed) {
    if (!name.equals(renamed)) {
      notes.add("column '%s' becomes '%s'".formatted(name, renamed));
    }
  }

  private static int batchRows(List<RowGroup> groups) {
    long bytes = 0;
    long count = 0;
    for (RowGroup group : groups) {
      bytes += Math.max(0, group.totalByteSize());
      count += Math.max(0, group.numRows());
    }
    long rowBytes = Math.max(1, bytes / Math.max(1, count));
    return Math.clamp(BATCH_BYTES / rowBytes, 1, MOST_BATCH_ROWS);
  }

  /** Returns what the Arrow schema in the file says, by the columns' names; nothing without one. */
  private static Map<String, Field> arrowFields(ParquetFileReader file) {
    Map<String, Field> fields = new HashMap<>();
    Map<String, String> words = file.getFileMetaData().keyValueMetadata();
    String ours = words.get(ParquetRows.PILUM_SCHEMA);
    String encoded = ours == null ? words.get(ParquetRows.ARROW_SCHEMA) : ours;
    if (encoded != null) {
      try (ArrowSource source =
          ArrowSource.open(
              new ByteArrayInputStream(Base64.getDecoder().decode(encoded)),
              "the Arrow schema",
              Float64Vectors.ROUND_TO_FLOAT32)) {
        source.fields().forEach(field -> fields.put(field.name(), field));
      } catch (PilumException | IllegalArgumentException e) {
        // It has types that only Arrow knows, or is damaged: Parquet's own schema tells enough.
        fields.clear();
      }
    }
    return fields;
  }

  /** Reads from a file. */
  @FunctionalInterface
  private interface Read<T> {
    T run() throws IOException;
  }

  /** Calls a library that answers damage with all kinds of exceptions. */
  private static <T extends @Nullable Object> T guarded(Path path, Read<T> read) {
    try {
      return read.run();
    } catch (PilumException e) {
      throw e;
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new StorageFailure("cannot read '" + path + "': " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new InvalidRequest(
          "'%s' is no Parquet file, or damaged: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static void closeFile(Path path, ParquetFileReader file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new StorageFailure("cannot close '" + path + "': " + e.getMessage(), e);
    }
  }
}
