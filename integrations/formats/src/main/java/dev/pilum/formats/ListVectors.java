package dev.pilum.formats;

import dev.pilum.Batch;
import dev.pilum.BatchColumn;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import java.util.List;
import java.util.Objects;

/**
 * Finds vectors among lists: Parquet has no other way to keep them, and DuckDB and pandas hand over
 * lists.
 */
final class ListVectors {
  private ListVectors() {}

  /**
   * Returns the type of a column as its first rows tell: a list of floating-point numbers, as many
   * in each row, at least two and none of them null, is a vector.
   *
   * @param type of the column as far as is known
   */
  static DataType typeOf(Field field, DataType type, Batch first) {
    boolean numbers =
        type instanceof DataType.ListOf(DataType element)
            && element instanceof DataType.FloatingPoint;
    int length = numbers ? commonLength(first.column(field.name())) : -1;
    return length >= 2 && length <= DataType.Vector.MAX_DIMENSION
        ? new DataType.Vector(Element.FLOAT32, length)
        : type;
  }

  private static int commonLength(BatchColumn column) {
    int length = -1;
    for (int row = 0; row < column.rowCount(); row++) {
      if (column.valueAt(row) instanceof List<?> list) {
        boolean holes = list.stream().anyMatch(Objects::isNull);
        if (holes || (length >= 0 && length != list.size())) {
          return -1;
        }
        length = list.size();
      }
    }
    return length;
  }
}
