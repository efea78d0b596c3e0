package dev.pilum.engine.read;

import dev.pilum.engine.table.SourceView;

/** Goes over the rows of a scan, in its order. One thread at a time, not always the same. */
interface RowCursor {
  /**
   * Moves to the next row; {@code false} behind the last.
   *
   * @param guard asked now and then whether to go on
   */
  boolean advance(QueryGuard guard);

  /** Returns where the row is; only after {@link #advance} returned {@code true}. */
  SourceView source();

  /** Returns the row's place there. */
  int ordinal();
}
