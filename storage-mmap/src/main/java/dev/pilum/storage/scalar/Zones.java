package dev.pilum.storage.scalar;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The zones of one column: what can be said of whole blocks of rows. Immutable, any thread. */
public final class Zones {
  private final int rowCount;
  private final int blockRows;
  private final boolean ordered;
  private final MemorySegment zones;

  Zones(int rowCount, int blockRows, boolean ordered, MemorySegment zones) {
    this.rowCount = rowCount;
    this.blockRows = blockRows;
    this.ordered = ordered;
    this.zones = zones;
  }

  /** Returns how many rows a block has, a multiple of 64; the last may have fewer. */
  public int blockRows() {
    return blockRows;
  }

  /** Returns how many blocks there are. */
  public int blocks() {
    return (int) (zones.byteSize() / ZoneFile.ZONE_BYTES);
  }

  /** Returns how many rows a block really has. */
  public int rowsIn(int block) {
    return (int) Math.min(blockRows, rowCount - (long) block * blockRows);
  }

  /** Returns how many rows of a block have no value. */
  public int nullCount(int block) {
    return zones.get(Layout.INT, at(block) + 32);
  }

  /** Returns whether the values have an order, so that their bounds are known. */
  public boolean isOrdered() {
    return ordered;
  }

  /** Returns the least key of a block that has a value. */
  public WideKey least(int block) {
    return key(at(block));
  }

  /** Returns the greatest key of a block that has a value. */
  public WideKey greatest(int block) {
    return key(at(block) + 16);
  }

  /**
   * Returns whether a value of a block may lie in one of these spans; {@code false} only if none
   * does.
   *
   * @param spans sorted, not overlapping
   */
  public boolean mayHold(int block, List<Span> spans) {
    if (nullCount(block) == rowsIn(block)) {
      return false;
    }
    if (!ordered) {
      return true;
    }
    int span = firstReaching(spans, least(block));
    return span < spans.size() && isAtMost(spans.get(span).low(), greatest(block));
  }

  /** Returns whether all values of a block lie in one of these spans, as far as keys can tell. */
  public boolean holdsOnly(int block, List<Span> spans) {
    if (!ordered || nullCount(block) == rowsIn(block)) {
      return false;
    }
    int span = firstReaching(spans, least(block));
    return span < spans.size()
        && isBefore(spans.get(span).low(), least(block))
        && isBehind(spans.get(span).high(), greatest(block));
  }

  /** Compares every row with its zone, and returns what is wrong, or {@code null}. */
  public @Nullable String problem(Column column) {
    RowOrder order = ordered ? RowOrder.of(column) : null;
    for (int block = 0; block < blocks(); block++) {
      int first = block * blockRows;
      int nulls = 0;
      for (int row = first; row < first + rowsIn(block); row++) {
        if (column.isNull(row)) {
          nulls++;
        } else if (order != null && !isInside(block, order.key(row))) {
          return "row %d outside of its zone".formatted(row);
        }
      }
      if (nulls != nullCount(block)) {
        return "%d nulls in block %d, not %d".formatted(nulls, block, nullCount(block));
      }
    }
    return null;
  }

  private boolean isInside(int block, WideKey key) {
    return key.compareTo(least(block)) >= 0 && key.compareTo(greatest(block)) <= 0;
  }

  /** Returns the first span that does not end before all values with this key, by halving. */
  private static int firstReaching(List<Span> spans, WideKey least) {
    int from = 0;
    int to = spans.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      Cut high = spans.get(middle).high();
      if (high != null && high.key().compareTo(least) < 0) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private static boolean isAtMost(@Nullable Cut low, WideKey greatest) {
    return low == null || low.key().compareTo(greatest) <= 0;
  }

  /** Whether every value with this key lies behind the cut. */
  private static boolean isBefore(@Nullable Cut low, WideKey least) {
    if (low == null) {
      return true;
    }
    int compared = low.key().compareTo(least);
    return compared < 0 || (compared == 0 && low.bytes() == null && !low.isBehind());
  }

  /** Whether every value with this key lies before the cut. */
  private static boolean isBehind(@Nullable Cut high, WideKey greatest) {
    if (high == null) {
      return true;
    }
    int compared = high.key().compareTo(greatest);
    return compared > 0 || (compared == 0 && high.bytes() == null && high.isBehind());
  }

  private long at(int block) {
    return (long) block * ZoneFile.ZONE_BYTES;
  }

  private WideKey key(long at) {
    return new WideKey(zones.get(Layout.LONG, at), zones.get(Layout.LONG, at + 8));
  }
}
