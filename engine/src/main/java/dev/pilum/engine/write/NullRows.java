package dev.pilum.engine.write;

import dev.pilum.engine.row.ArrayColumns;
import dev.pilum.storage.arrow.ColumnRange;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows without a value, to be written among others: the same few over and over, for a vector that
 * is not there takes as much as one that is, and rows may be millions.
 */
final class NullRows {
  private static final int MOST_ROWS = 4_096;
  private static final int MOST_BYTES = 1 << 20;

  private NullRows() {}

  /** Returns so many rows of a type. */
  static List<ColumnRange> of(DataType type, int count) {
    int most =
        type instanceof DataType.Vector vector
            ? Math.clamp(MOST_BYTES / vector.bytes(), 1, MOST_ROWS)
            : MOST_ROWS;
    Column nulls = ArrayColumns.allNull(type, Math.min(most, count));
    List<ColumnRange> ranges = new ArrayList<>();
    for (int from = 0; from < count; from += most) {
      ranges.add(new ColumnRange(nulls, 0, Math.min(most, count - from)));
    }
    return ranges;
  }
}
