package dev.pilum.storage.column;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a column's reading methods take for granted: that offsets never fall nor lead
 * outside. Reads all offsets, no values.
 */
public final class ColumnCheck {
  private ColumnCheck() {}

  /** Returns what is wrong, one phrase, or {@code null}. */
  public static @Nullable String problem(Column column) {
    String problem = column.offsets() == null ? null : problemOfOffsets(column);
    for (Column child : column.children()) {
      problem = problem == null ? problem(child) : problem;
    }
    return problem;
  }

  private static @Nullable String problemOfOffsets(Column column) {
    MemorySegment values = column.values();
    long end = values == null ? column.children().getFirst().length() : values.byteSize();
    int before = 0;
    for (int row = 0; row <= column.length(); row++) {
      int offset = column.startOf(row);
      if (offset < before || offset > end) {
        return "offset %d of row %d, after %d and of at most %d"
            .formatted(offset, row, before, end);
      }
      before = offset;
    }
    return null;
  }
}
