package dev.pilum.engine.table;

import dev.pilum.hnsw.VectorBlock;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;

/** Hands a vector column to the index as it lies in memory. */
public final class Vectors {
  private Vectors() {}

  /** Returns the column's rows; null ones hold zeros, and it is for the caller to keep them out. */
  public static VectorBlock block(Column column) {
    DataType.Vector type = (DataType.Vector) column.type();
    long bytes = (long) column.length() * type.bytes();
    return new VectorBlock(
        column.bytes().asSlice(0, bytes), type.element(), type.dimension(), column.length());
  }
}
