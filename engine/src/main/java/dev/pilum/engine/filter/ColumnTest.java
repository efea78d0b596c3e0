package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to each value of a column, compiled for the column's type. Immutable: many threads may
 * ask at once.
 */
sealed interface ColumnTest
    permits KeyTest, WideTest, BoolTest, EqualBytes, BytesTest, ListTest, ColumnTest.Nothing {
  /**
   * Returns the rows that pass. What it says of rows without a value means nothing: the caller
   * masks them.
   */
  Bits rowsIn(Column column);

  /** Returns where the values lie that pass, or {@code null} when nothing can be said: anywhere. */
  @Nullable Spans spans();

  /** Passes nothing: what a comparison with a value outside the type's range comes down to. */
  record Nothing() implements ColumnTest {
    @Override
    public Bits rowsIn(Column column) {
      return Bits.none(column.length());
    }

    @Override
    public Spans spans() {
      return Spans.exactly(List.of());
    }
  }
}
