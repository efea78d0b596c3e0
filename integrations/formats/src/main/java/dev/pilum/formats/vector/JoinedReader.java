package dev.pilum.formats.vector;

import dev.pilum.Batch;
import dev.pilum.BatchBuilder;
import dev.pilum.formats.spi.ReadBatch;
import dev.pilum.formats.spi.RowReader;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of one input, each with the vector of the same number in another. */
public final class JoinedReader implements RowReader {
  private final RowReader rows;
  private final VectorRows vectors;
  private final Field column;
  private final String names;
  private long passed;

  private JoinedReader(RowReader rows, VectorRows vectors, Field column, String names) {
    this.rows = rows;
    this.vectors = vectors;
    this.column = column;
    this.names = names;
  }

  /**
   * Joins rows with a file of vectors. Closing closes both.
   *
   * @param name what the rows' input is called
   * @param column name of the column of vectors
   * @throws InvalidRequest when there are not as many, and that is known by now
   */
  public static JoinedReader open(RowReader rows, String name, Path file, String column) {
    VectorRows vectors = VectorFiles.open(file);
    boolean opened = false;
    try {
      if (rows.rowCount() >= 0 && rows.rowCount() != vectors.rowCount()) {
        throw new InvalidRequest(
            "%s has %d rows, %s has %d; vector k belongs to row k, so both must have as many"
                .formatted(name, rows.rowCount(), file.getFileName(), vectors.rowCount()));
      }
      JoinedReader joined =
          new JoinedReader(
              rows, vectors, Field.of(column, vectors.type()), name + ", " + file.getFileName());
      opened = true;
      return joined;
    } finally {
      if (!opened) {
        vectors.close();
      }
    }
  }

  @Override
  public List<Field> fields() {
    List<Field> fields = new ArrayList<>(rows.fields());
    fields.add(column);
    return fields;
  }

  @Override
  public @Nullable ReadBatch next() {
    ReadBatch batch = rows.next();
    long end = batch == null ? passed : batch.end();
    if (batch == null ? passed < vectors.rowCount() : end > vectors.rowCount()) {
      throw new InvalidRequest(
          "%s: %d vectors, but %s rows; vector k belongs to row k"
              .formatted(names, vectors.rowCount(), batch == null ? passed : "more"));
    }
    return batch == null ? null : joined(batch);
  }

  @Override
  public boolean tellsListsFromVectors() {
    return rows.tellsListsFromVectors();
  }

  @Override
  public long rowCount() {
    return rows.rowCount();
  }

  @Override
  public long bytesRead() {
    return rows.bytesRead();
  }

  @Override
  public List<String> notes() {
    return rows.notes();
  }

  @Override
  public void close() {
    vectors.close();
    rows.close();
  }

  private ReadBatch joined(ReadBatch batch) {
    RecordBatch known = batch.rows().columns();
    List<Field> fields = new ArrayList<>(known.fields());
    List<Column> columns = new ArrayList<>(known.columns());
    fields.add(column);
    columns.add(vectorsOf(batch));
    return batch.with(Batch.wrap(new RecordBatch(fields, known.rowCount(), columns)));
  }

  /** Takes the vectors of all rows that were read, and leaves out those of rejected ones. */
  private Column vectorsOf(ReadBatch batch) {
    int all = Math.toIntExact(batch.end() - passed);
    BatchBuilder builder = new BatchBuilder(new Schema(List.of(column), null));
    vectors.fill(builder, column.name(), all);
    Column whole = builder.build().columns().column(0);
    long first = passed;
    passed = batch.end();
    if (batch.ordinals().length == all) {
      return whole;
    }
    var kept =
        dev.pilum.storage.column.ColumnBuilder.of(
            column.type(), dev.pilum.storage.column.Allocator.heap());
    for (long ordinal : batch.ordinals()) {
      kept.appendRow(whole, (int) (ordinal - first));
    }
    return kept.view();
  }
}
