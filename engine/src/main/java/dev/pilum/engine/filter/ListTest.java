package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes lists in which, for each of some tests, an element passes. All elements are tested at
 * once, as the column that they are; then each list looks whether a bit of its own is set.
 *
 * @param tests what elements must pass, each test by at least one
 */
record ListTest(List<ColumnTest> tests) implements ColumnTest {
  @Override
  public Bits rowsIn(Column column) {
    Bits bits = Bits.all(column.length());
    if (column.length() == 0) {
      return bits;
    }
    Column elements = column.children().getFirst();
    int first = column.startOf(0) & -Long.SIZE;
    int end = column.startOf(column.length());
    Column used = Windows.of(elements, first, end - first);
    for (ColumnTest test : tests) {
      bits = bits.and(listsOf(column, test.rowsIn(used).and(Presence.of(used)), first));
    }
    return bits;
  }

  /** Lists have no order; what is known of their elements says nothing of null and empty ones. */
  @Override
  public @Nullable Spans spans() {
    return null;
  }

  private static Bits listsOf(Column column, Bits elements, int first) {
    Bits bits = Bits.none(column.length());
    int start = column.startOf(0) - first;
    int hit = start < elements.length() ? elements.nextSet(start) : -1;
    for (int row = 0; row < column.length() && hit >= 0; row++) {
      int end = column.endOf(row) - first;
      if (hit < start) {
        hit = elements.nextSet(start);
      }
      if (hit >= 0 && hit < end) {
        bits.set(row);
      }
      start = end;
    }
    return bits;
  }
}
