package dev.pilum;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Field;
import java.util.List;

/**
 * Rows held column by column. Made by {@link Table#newBatch()} for bulk writes, or returned by
 * {@link Scan#batch()}. Immutable, lives on the Java heap, freed by the garbage collector.
 */
public final class Batch {
  private final RecordBatch columns;

  private Batch(RecordBatch columns) {
    this.columns = columns;
  }

  /** Wraps columns whose memory lives as long as the batch may be used; for Pilum's own modules. */
  @SuppressWarnings("exports") // other modules cannot name the type, and have no use for this
  public static Batch wrap(RecordBatch columns) {
    return new Batch(columns);
  }

  /** Returns the columns; for Pilum's own modules. */
  @SuppressWarnings("exports") // other modules cannot name the type, and have no use for this
  public RecordBatch columns() {
    return columns;
  }

  /** Returns how many rows there are. */
  public int rowCount() {
    return columns.rowCount();
  }

  /**
   * Returns the named column.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the batch has no such column
   */
  public BatchColumn column(String name) {
    Column column = columns.column(name);
    Field field = columns.fields().get(names().indexOf(name));
    return new BatchColumn(field, column);
  }

  /** Returns the names of the columns, in order. */
  public List<String> names() {
    return columns.fields().stream().map(Field::name).toList();
  }
}
