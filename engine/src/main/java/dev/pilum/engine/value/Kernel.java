package dev.pilum.engine.value;

import dev.pilum.storage.column.Column;
import java.util.List;

/** Computes a column from others of the same length. Stateless: any thread may use it. */
@FunctionalInterface
public interface Kernel {
  /**
   * Returns the results, one per row.
   *
   * @param arguments columns of {@code rows} rows, of the types that the kernel was chosen for
   */
  Column apply(List<Column> arguments, int rows);
}
