package dev.pilum.hnsw;

import java.util.Arrays;

/**
 * Which nodes a search has seen: one byte per row, holding the number of the search that saw it
 * last. A new search takes the next number, a greater one, instead of clearing, but for one in 255.
 * Bytes, not ints, keep a million rows inside a level-2 cache.
 */
final class VisitedMarks {

  private byte[] marks = new byte[0];
  private byte epoch;

  /** Forgets all marks and makes room for {@code rowCount} rows. */
  void reset(int rowCount) {
    if (marks.length < rowCount) {
      marks = new byte[rowCount];
      epoch = Byte.MAX_VALUE;
    }
    if (++epoch == Byte.MIN_VALUE) {
      Arrays.fill(marks, epoch++);
    }
  }

  void mark(int ordinal) {
    marks[ordinal] = epoch;
  }

  boolean isMarked(int ordinal) {
    return marks[ordinal] == epoch;
  }

  /**
   * Moves the unmarked among the first ordinals to the front and marks them.
   *
   * @param ordinals a list of links that ends at the first -1, or behind {@code most} of them
   * @param rowCount how many rows there are
   * @return how many were unmarked; or the complement of the place of one that names no row
   */
  int takeUnmarked(int[] ordinals, int most, int rowCount) {
    byte[] rows = marks;
    byte mark = epoch;
    int fresh = 0;
    for (int i = 0; i < most; i++) {
      int ordinal = ordinals[i];
      if (Integer.compareUnsigned(ordinal, rowCount) >= 0) {
        return ordinal == HnswGraph.NONE ? fresh : ~i;
      }
      // About half of them are marked, in no order: a branch would be guessed wrong every other
      // time.
      ordinals[fresh] = ordinal;
      int difference = rows[ordinal] - mark;
      rows[ordinal] = mark;
      fresh += difference >>> 31; // 1 where it is an older one
    }
    return fresh;
  }

  /**
   * Copies the unmarked among some ordinals to the front of {@code target} and marks them.
   *
   * @param lists has a list of links, all of them rows, from {@code from} on that ends at the first
   *     {@link ShortLinks#NONE}, or behind {@code most} of them
   * @return how many were unmarked
   */
  int takeUnmarked(char[] lists, int from, int most, int[] target) {
    byte[] rows = marks;
    byte mark = epoch;
    int fresh = 0;
    for (int i = from; i < from + most; i++) {
      int ordinal = lists[i];
      if (ordinal == ShortLinks.NONE) {
        return fresh;
      }
      target[fresh] = ordinal;
      int difference = rows[ordinal] - mark;
      rows[ordinal] = mark;
      fresh += difference >>> 31;
    }
    return fresh;
  }
}
