package dev.pilum.engine.write;

import dev.pilum.engine.table.SourceView;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of live rows.
 *
 * @param from ordinal of the first
 * @param count how many, at least 1
 */
record LiveRange(int from, int count) {
  int end() {
    return from + count;
  }

  /** Returns the runs of live rows of a source, in order, as long as they can be. */
  static List<LiveRange> of(SourceView source) {
    List<LiveRange> ranges = new ArrayList<>();
    int start = 0;
    for (int word = 0; (word << 6) < source.rowCount(); word++) {
      for (long bits = source.dead().word(word); bits != 0; bits &= bits - 1) {
        int dead = (word << 6) + Long.numberOfTrailingZeros(bits);
        add(ranges, start, dead);
        start = dead + 1;
      }
    }
    add(ranges, start, source.rowCount());
    return ranges;
  }

  private static void add(List<LiveRange> ranges, int from, int end) {
    if (end > from) {
      ranges.add(new LiveRange(from, end - from));
    }
  }
}
