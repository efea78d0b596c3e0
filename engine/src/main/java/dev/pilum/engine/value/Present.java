package dev.pilum.engine.value;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows have a value, as words of 64 rows, lowest bit first. Bits past the end mean nothing.
 */
final class Present {
  private Present() {}

  /** Returns words for the rows in which all columns have a value; a fresh array. */
  static long[] inAll(List<Column> columns, int rows) {
    long[] words = new long[(rows + 63) >>> 6];
    Arrays.fill(words, -1L);
    for (Column column : columns) {
      and(words, column.validity(), rows);
    }
    return words;
  }

  /** Returns words for the rows in which the column has a value; a fresh array. */
  static long[] in(Column column) {
    return inAll(List.of(column), column.length());
  }

  /** Returns whether a row's bit is set. */
  static boolean has(long[] words, int row) {
    return (words[row >>> 6] >>> row & 1) != 0;
  }

  /** Takes a row's value away. */
  static void clear(long[] words, int row) {
    words[row >>> 6] &= ~(1L << row);
  }

  /** Returns words as a column's buffer, {@code null} when every row has a value. */
  static @Nullable MemorySegment buffer(long[] words, int rows) {
    for (int i = 0; i < rows >>> 6; i++) {
      if (words[i] != -1L) {
        return MemorySegment.ofArray(words);
      }
    }
    boolean rest = (rows & 63) == 0 || (words[rows >>> 6] | -1L << rows) == -1L;
    return rest ? null : MemorySegment.ofArray(words);
  }

  private static void and(long[] words, @Nullable MemorySegment validity, int rows) {
    if (validity == null) {
      return;
    }
    for (int i = 0; i < rows >>> 6; i++) {
      words[i] &= validity.get(Layout.LONG, i * 8L);
    }
    for (int row = rows & ~63; row < rows; row++) {
      if ((validity.get(ValueLayout.JAVA_BYTE, row >>> 3) >>> (row & 7) & 1) == 0) {
        clear(words, row);
      }
    }
  }
}
