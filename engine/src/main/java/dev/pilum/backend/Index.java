package dev.pilum.backend;

import dev.pilum.storage.schema.ScalarIndex;
import java.util.List;

/**
 * Something that makes queries of a collection faster. No index changes what filters select, and
 * rows written later are found with and without.
 */
public sealed interface Index {
  /**
   * Finds near vectors, by the metric of the column.
   *
   * @param column a vector column
   */
  record Vector(String column) implements Index {}

  /**
   * Finds words.
   *
   * @param columns text columns
   */
  record Text(List<String> columns) implements Index {
    public Text {
      columns = List.copyOf(columns);
    }
  }

  /**
   * Selects rows by the values of a column.
   *
   * @param column a scalar column, or a list of scalars
   * @param kind how
   */
  record Scalar(String column, ScalarIndex kind) implements Index {}
}
