package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.scalar.Span;
import dev.pilum.storage.scalar.WideKey;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Passes decimals or UUIDs that lie in one of a sorted list of ranges. Both are read as 128-bit
 * sort keys: a signed upper half, an unsigned lower one. A UUID's bytes compare unsigned, so its
 * upper half has the sign bit flipped.
 */
final class WideTest implements ColumnTest {
  private final WideKey[] lows;
  private final WideKey[] highs;

  /**
   * Takes ranges that are sorted, do not overlap, and include both ends: from {@code lows} to
   * {@code highs}.
   */
  private WideTest(WideKey[] lows, WideKey[] highs) {
    this.lows = lows;
    this.highs = highs;
  }

  /** Passes keys from {@code low} to {@code high}, both included. */
  static WideTest range(WideKey low, WideKey high) {
    return new WideTest(new WideKey[] {low}, new WideKey[] {high});
  }

  /** Passes these keys. */
  static WideTest set(List<WideKey> keys) {
    WideKey[] sorted = keys.toArray(WideKey[]::new);
    Arrays.sort(sorted);
    return new WideTest(sorted, sorted);
  }

  @Override
  public Bits rowsIn(Column column) {
    Bits bits = Bits.none(column.length());
    boolean uuid = column.type() instanceof DataType.Uuid;
    MemorySegment bytes = column.bytes();
    for (int row = 0; row < column.length(); row++) {
      long first = bytes.get(Layout.LONG, row * 16L);
      long second = bytes.get(Layout.LONG, row * 16L + 8);
      long upper = uuid ? Long.reverseBytes(first) ^ Long.MIN_VALUE : second;
      long lower = uuid ? Long.reverseBytes(second) : first;
      if (passes(upper, lower)) {
        bits.set(row);
      }
    }
    return bits;
  }

  @Override
  public Spans spans() {
    List<Span> spans = new ArrayList<>(lows.length);
    for (int i = 0; i < lows.length; i++) {
      if (i == 0 || !lows[i].equals(lows[i - 1])) {
        spans.add(Span.of(lows[i], highs[i]));
      }
    }
    return Spans.exactly(spans);
  }

  private boolean passes(long upper, long lower) {
    int from = 0;
    int to = lows.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (highs[middle].compareTo(upper, lower) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from < lows.length && lows[from].compareTo(upper, lower) <= 0;
  }
}
