package dev.pilum.formats.vector;

import dev.pilum.BatchBuilder;
import dev.pilum.storage.schema.DataType;

/** Vectors of a file from the first to the last. One thread at a time. */
interface VectorRows extends AutoCloseable {
  /** Returns what each of them is. */
  DataType.Vector type();

  /** Returns how many there are in all. */
  long rowCount();

  /**
   * Sets a column to the next {@code rows} vectors; the caller knows that there are so many. Types
   * may differ where each value of {@link #type} is one of the column's.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the file is not what it says
   */
  void fill(BatchBuilder batch, String column, int rows);

  @Override
  void close();
}
