package dev.pilum.engine.read;

import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.table.PresentRows;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.Words;
import dev.pilum.hnsw.AcceptedOrdinals;
import dev.pilum.storage.segment.DeadRows;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one source that a query may return. Immutable, safe for use by many threads.
 *
 * @param words rows that match, 64 a word, lowest bit first; {@code null} when every row does
 * @param dead rows that are not selected although they match
 * @param count how many rows are selected
 */
record Selection(long @Nullable [] words, DeadRows dead, int count) implements AcceptedOrdinals {
  /** No row, of no source. */
  static final Selection NONE = new Selection(new long[0], DeadRows.NONE, 0);

  /** Returns the live rows that match {@code filter}; all live rows when it is {@code null}. */
  static Selection of(SourceView source, @Nullable FilterEvaluator filter, QueryGuard guard) {
    return source.rowCount() == 0 || filter == null
        ? new Selection(null, source.dead(), source.liveCount())
        : counted(
            filter.matches(source.rows(), source.indexes(), guard::check).words(), source.dead());
  }

  /** Returns those of these rows that have a value; shares its words where every row matches. */
  Selection of(PresentRows present) {
    if (words == null && dead.count() == 0) {
      return new Selection(present.words(), dead, present.count());
    }
    return counted(words == null ? present.words() : both(words, present.words()), dead);
  }

  private static long[] both(long[] some, long[] others) {
    long[] both = new long[others.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = some[i] & others[i];
    }
    return both;
  }

  /** Returns these rows, of the first {@code rowCount}, but for one, which may lie behind them. */
  Selection without(int ordinal, int rowCount) {
    long[] others = new long[(rowCount + 63) >>> 6];
    for (int i = 0; i < others.length; i++) {
      others[i] = word(i) & Words.maskOf(Math.min(64, rowCount - (i << 6)));
    }
    if (ordinal < rowCount) {
      others[ordinal >>> 6] &= ~(1L << ordinal);
    }
    return counted(others, dead);
  }

  /**
   * Returns those of these rows that are at {@code from} or behind it and before {@code to}; all
   * that may be asked about, where that is so.
   *
   * @param rowCount how many rows may be asked about, {@code to} at least
   */
  Selection between(int from, int to, int rowCount) {
    if (isAll() && from == 0 && to == rowCount) {
      return new Selection(null, DeadRows.NONE, to);
    }
    long[] some = new long[(rowCount + 63) >>> 6];
    for (int i = from >>> 6; i < (to + 63) >>> 6; i++) {
      some[i] = word(i) & Words.maskOf(Math.min(64, to - (i << 6)));
    }
    if (from < to) {
      some[from >>> 6] &= -1L << from;
    }
    return counted(some, dead);
  }

  /** Returns whether every row is selected. */
  boolean isAll() {
    return words == null && dead.count() == 0;
  }

  @Override
  public int count(int rowCount) {
    return count;
  }

  @Override
  public long word(int index) {
    return (words == null ? -1L : words[index]) & ~dead.word(index);
  }

  /**
   * Returns the first selected row at or behind {@code from}, or -1; all are below {@code
   * rowCount}.
   */
  int next(int from, int rowCount) {
    for (int i = from >>> 6; i < (rowCount + 63) >>> 6; i++) {
      long word = i == (from >>> 6) ? word(i) & (-1L << from) : word(i);
      if (word != 0) {
        int row = (i << 6) + Long.numberOfTrailingZeros(word);
        return row < rowCount ? row : -1;
      }
    }
    return -1;
  }

  private static Selection counted(long[] words, DeadRows dead) {
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      count += Long.bitCount(words[i] & ~dead.word(i));
    }
    return new Selection(words, dead, count);
  }
}
