package dev.pilum.storage.arrow;

import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.List;

/**
 * One piece for each range, made when it is asked for: half a million ranges of a table with many
 * deleted rows need not all become memory segments at once.
 */
record Pieces(List<ColumnRange> ranges, Cut cut) implements Iterable<MemorySegment> {
  /** Where the bytes of a range are. */
  @FunctionalInterface
  interface Cut {
    MemorySegment of(ColumnRange range);
  }

  static Iterable<MemorySegment> of(List<ColumnRange> ranges, Cut cut) {
    return new Pieces(ranges, cut);
  }

  @Override
  public Iterator<MemorySegment> iterator() {
    Iterator<ColumnRange> left = ranges.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return left.hasNext();
      }

      @Override
      public MemorySegment next() {
        return cut.of(left.next());
      }
    };
  }
}
