package dev.pilum.engine.table;

import dev.pilum.hnsw.AcceptedOrdinals;
import dev.pilum.hnsw.VectorBlock;
import dev.pilum.hnsw.VectorRuns;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Hands a vector column to the index as it lies in memory. */
public final class Vectors {
  private Vectors() {}

  /**
   * Returns the column's vectors, one for each row, or all of them where rows have several. Null
   * rows hold zeros, and it is for the caller to keep them out; among several none is null.
   */
  public static VectorBlock block(Column column) {
    if (column.type() instanceof DataType.ListOf) {
      return block(column.children().getFirst());
    }
    DataType.Vector type = (DataType.Vector) column.type();
    long bytes = (long) column.length() * type.bytes();
    return new VectorBlock(
        column.bytes().asSlice(0, bytes), type.element(), type.dimension(), column.length());
  }

  /** Returns the vectors of a column that has several in each row, and whose they are. */
  public static VectorRuns runs(Column column) {
    MemorySegment offsets = column.offsets();
    assert offsets != null : "a column of lists";
    return new VectorRuns(block(column), offsets, column.length());
  }

  /** Returns the rows with a vector; {@code null} for all. */
  public static @Nullable AcceptedOrdinals present(Column vectors) {
    MemorySegment validity = vectors.validity();
    return validity == null || vectors.type() instanceof DataType.ListOf
        ? null
        : index -> Words.of(validity, vectors.length(), index);
  }
}
