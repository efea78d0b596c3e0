package dev.pilum.arrow;

import dev.pilum.storage.column.Column;

/**
 * Reads one column of a batch: takes the nodes and buffers that are its own, in Arrow's order.
 * Holds no state of a batch.
 */
interface ColumnReader {
  Column read(BatchCursor batch, Dictionaries known);

  /** Returns the only column of a batch that has no other, as dictionaries do. */
  default Column readAll(BatchCursor batch, Dictionaries known) {
    Column column = read(batch, known);
    batch.finish();
    return column;
  }
}
