package dev.pilum.formats.vector;

import dev.pilum.BatchBuilder;
import dev.pilum.formats.spi.FormatOptions;
import dev.pilum.formats.spi.ReadBatch;
import dev.pilum.formats.spi.RowReader;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of a key and a vector: ids from a file beside, or the vector's number from 0. */
public final class VectorReader implements RowReader {
  private static final int BATCH_BYTES = 4 << 20;

  private final VectorRows vectors;
  private final @Nullable NpyFile ids;
  private final Schema schema;
  private long read;

  private VectorReader(VectorRows vectors, @Nullable NpyFile ids, String key, String column) {
    this.vectors = vectors;
    this.ids = ids;
    this.schema =
        new Schema(List.of(Field.of(key, Types.int64()), Field.of(column, vectors.type())), null);
  }

  /**
   * Opens a file of vectors.
   *
   * @param ids a file of one dimension with the vectors' ids, or {@code null}
   * @param key name of the column of ids
   * @param column name of the column of vectors
   */
  public static VectorReader open(Path file, @Nullable Path ids, String key, String column) {
    VectorRows vectors = VectorFiles.open(file);
    NpyFile numbers = null;
    boolean opened = false;
    try {
      if (ids != null) {
        numbers = NpyFile.open(ids);
        numbers.checkNumbers(vectors.rowCount());
      }
      VectorReader reader = new VectorReader(vectors, numbers, key, column);
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        close(vectors, numbers);
      }
    }
  }

  @Override
  public List<Field> fields() {
    return schema.fields();
  }

  @Override
  public @Nullable ReadBatch next() {
    int rows = (int) Math.min(batchRows(vectors), vectors.rowCount() - read);
    if (rows == 0) {
      return null;
    }
    BatchBuilder batch = new BatchBuilder(schema);
    batch.longs(schema.names().getFirst(), numbers(rows));
    vectors.fill(batch, schema.names().getLast(), rows);
    ReadBatch next = ReadBatch.whole(batch.build(), read);
    read += rows;
    return next;
  }

  @Override
  public long rowCount() {
    return vectors.rowCount();
  }

  @Override
  public long bytesRead() {
    return read * vectors.type().bytes();
  }

  @Override
  public void close() {
    close(vectors, ids);
  }

  private static void close(VectorRows vectors, @Nullable NpyFile ids) {
    vectors.close();
    if (ids != null) {
      ids.close();
    }
  }

  /** Returns how many rows of a file of vectors are about 4 MiB. */
  public static int batchRows(Path file) {
    try (VectorRows vectors = VectorFiles.open(file)) {
      return batchRows(vectors);
    }
  }

  private static int batchRows(VectorRows vectors) {
    return Math.clamp(BATCH_BYTES / vectors.type().bytes(), 1, FormatOptions.BATCH_ROWS);
  }

  private long[] numbers(int rows) {
    if (ids != null) {
      return ids.nextNumbers(rows);
    }
    long[] numbers = new long[rows];
    for (int i = 0; i < rows; i++) {
      numbers[i] = read + i;
    }
    return numbers;
  }
}
