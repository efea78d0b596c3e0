package dev.pilum.formats.arrow;

import dev.pilum.Batch;
import dev.pilum.arrow.ArrowSource;
import dev.pilum.arrow.Float64Vectors;
import dev.pilum.formats.spi.CountedStream;
import dev.pilum.formats.spi.Input;
import dev.pilum.formats.spi.ReadBatch;
import dev.pilum.formats.spi.RowReader;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An Arrow file or stream of any writer, one of its batches at a time. Vectors of float64 are
 * rounded to float32; columns whose names start with {@code _}, such as those of Pilum's own files,
 * are left out.
 */
final class ArrowReader implements RowReader {
  private final CountedStream bytes;
  private final ArrowSource source;
  private long passed;

  private ArrowReader(CountedStream bytes, ArrowSource source) {
    this.bytes = bytes;
    this.source = source;
  }

  static ArrowReader open(Input input) {
    CountedStream bytes = input.open();
    boolean opened = false;
    try {
      String name = input.path() == null ? input.name() : String.valueOf(input.path());
      ArrowSource source = ArrowSource.open(bytes, name, Float64Vectors.ROUND_TO_FLOAT32);
      opened = true;
      return new ArrowReader(bytes, source);
    } finally {
      if (!opened) {
        closeQuietly(bytes, input);
      }
    }
  }

  private static void closeQuietly(CountedStream bytes, Input input) {
    try {
      bytes.close();
    } catch (java.io.IOException e) {
      throw input.failure(e);
    }
  }

  @Override
  public List<Field> fields() {
    return source.fields().stream().filter(ArrowReader::isTaken).toList();
  }

  @Override
  public @Nullable ReadBatch next() {
    RecordBatch rows = source.next();
    if (rows == null) {
      return null;
    }
    ReadBatch batch = ReadBatch.whole(Batch.wrap(taken(rows)), passed);
    passed = batch.end();
    return batch;
  }

  /** Tables number their fields; nobody else does. */
  @Override
  public boolean tellsListsFromVectors() {
    return source.fields().stream().allMatch(field -> field.id() != 0);
  }

  @Override
  public long rowCount() {
    return -1;
  }

  @Override
  public long bytesRead() {
    return bytes.bytes();
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Field field : source.fields()) {
      if (!isTaken(field)) {
        notes.add(
            "column '%s' is left out: such names are kept for Pilum's own".formatted(field.name()));
      }
    }
    return notes;
  }

  @Override
  public void close() {
    source.close();
  }

  private static boolean isTaken(Field field) {
    return !field.name().startsWith("_");
  }

  private static RecordBatch taken(RecordBatch rows) {
    List<Field> fields = rows.fields().stream().filter(ArrowReader::isTaken).toList();
    return new RecordBatch(
        fields, rows.rowCount(), fields.stream().map(field -> rows.column(field.name())).toList());
  }
}
