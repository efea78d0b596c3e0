package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A question to each value of a column, compiled for the column's type. Immutable: many threads may
 * ask at once.
 */
sealed interface ColumnTest
    permits KeyTest,
        WideTest,
        BoolTest,
        EqualBytes,
        BytesSet,
        BytesTest,
        ListTest,
        ColumnTest.Each,
        ColumnTest.Nothing {
  /**
   * Returns the rows that pass. What it says of rows without a value means nothing: the caller
   * masks them.
   */
  Bits rowsIn(Column column);

  /** Returns where the values lie that pass, or {@code null} when nothing can be said: anywhere. */
  @Nullable Spans spans();

  /**
   * Passes what each of some tests passes.
   *
   * @param tests at least one
   */
  record Each(List<ColumnTest> tests) implements ColumnTest {
    /** Returns what passes both tests, in one look where both are ranges of keys. */
    static ColumnTest of(ColumnTest one, ColumnTest other) {
      if (one instanceof KeyTest.InRange(long low, long high)
          && other instanceof KeyTest.InRange(long low2, long high2)) {
        long from = Math.max(low, low2);
        long to = Math.min(high, high2);
        return from > to ? new Nothing() : new KeyTest.InRange(from, to);
      }
      return new Each(List.of(one, other));
    }

    @Override
    public Bits rowsIn(Column column) {
      Bits bits = tests.getFirst().rowsIn(column);
      for (ColumnTest test : tests.subList(1, tests.size())) {
        bits = bits.and(test.rowsIn(column));
      }
      return bits;
    }

    @Override
    public @Nullable Spans spans() {
      Spans all = null;
      for (ColumnTest test : tests) {
        Spans spans = test.spans();
        if (spans == null) {
          return null;
        }
        all = all == null ? spans : all.and(spans);
      }
      return all;
    }
  }

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
