package dev.pilum.engine.table;

import dev.pilum.storage.column.Column;
import java.lang.foreign.MemorySegment;

/**
 * The rows of a source that have a value in one column, some but not all. Immutable, safe for use
 * by many threads.
 *
 * @param words 64 rows each, lowest bit first; not to be changed
 * @param count how many rows
 */
public record PresentRows(long[] words, int count) {
  /** Reads the column's validity, which it must have. */
  static PresentRows of(Column column) {
    MemorySegment validity = column.validity();
    assert validity != null : "every row has a value";
    long[] words = new long[(column.length() + 63) >>> 6];
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      words[i] = Words.of(validity, column.length(), i);
      count += Long.bitCount(words[i]);
    }
    return new PresentRows(words, count);
  }
}
