package dev.pilum.engine.read;

import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.Words;
import dev.pilum.hnsw.AcceptedOrdinals;
import dev.pilum.storage.column.Column;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one source that a query may return. Immutable, safe for use by many threads.
 *
 * @param words 64 rows a word, lowest bit first; {@code null} when every row is selected
 * @param count how many rows are selected
 */
record Selection(long @Nullable [] words, int count) implements AcceptedOrdinals {
  /** Returns the live rows that match {@code filter}; all live rows when it is {@code null}. */
  static Selection of(SourceView source, @Nullable FilterEvaluator filter) {
    if (source.rowCount() == 0 || (filter == null && source.dead().count() == 0)) {
      return new Selection(null, source.rowCount());
    }
    long[] words =
        filter == null ? allOf(source.rowCount()) : filter.matches(source.rows()).words().clone();
    for (int i = 0; i < words.length; i++) {
      words[i] &= ~source.dead().word(i);
    }
    return counted(words);
  }

  /** Returns those of these rows that have a value in {@code column}. */
  Selection withValueIn(Column column) {
    MemorySegment validity = column.validity();
    if (validity == null) {
      return this;
    }
    long[] present = words == null ? allOf(column.length()) : words.clone();
    for (int i = 0; i < present.length; i++) {
      present[i] &= Words.of(validity, column.length(), i);
    }
    return counted(present);
  }

  /** Returns whether every row is selected. */
  boolean isAll() {
    return words == null;
  }

  @Override
  public long word(int index) {
    return words == null ? -1L : words[index];
  }

  /**
   * Returns the first selected row at or behind {@code from}, or -1; {@code rowCount} bounds them
   * when all are selected.
   */
  int next(int from, int rowCount) {
    if (words == null) {
      return from < rowCount ? from : -1;
    }
    for (int i = from >>> 6; i < words.length; i++) {
      long word = i == (from >>> 6) ? words[i] & (-1L << from) : words[i];
      if (word != 0) {
        return (i << 6) + Long.numberOfTrailingZeros(word);
      }
    }
    return -1;
  }

  private static Selection counted(long[] words) {
    int count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return new Selection(words, count);
  }

  private static long[] allOf(int rowCount) {
    long[] words = new long[(rowCount + 63) >>> 6];
    java.util.Arrays.fill(words, -1L);
    if ((rowCount & 63) != 0) {
      words[words.length - 1] = Words.maskOf(rowCount & 63);
    }
    return words;
  }
}
