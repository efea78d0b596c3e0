package dev.pilum.fts.index;

import org.apache.lucene.search.DocIdSetIterator;

/** Walks selected rows in order. One thread. */
final class SelectedIterator extends DocIdSetIterator {
  private final SelectedOrdinals rows;
  private final int rowCount;
  private int row = -1;

  SelectedIterator(SelectedOrdinals rows, int rowCount) {
    this.rows = rows;
    this.rowCount = rowCount;
  }

  @Override
  public int docID() {
    return row;
  }

  @Override
  public int nextDoc() {
    return advance(row + 1);
  }

  @Override
  public int advance(int target) {
    row = target >= rowCount ? NO_MORE_DOCS : from(target);
    return row;
  }

  @Override
  public long cost() {
    return rows.count();
  }

  private int from(int target) {
    int last = (rowCount - 1) >>> 6;
    long word = rows.word(target >>> 6) & -1L << target;
    for (int index = target >>> 6; word == 0; word = rows.word(index)) {
      if (++index > last) {
        return NO_MORE_DOCS;
      }
      target = index << 6;
    }
    int found = (target & -64) + Long.numberOfTrailingZeros(word);
    return found < rowCount ? found : NO_MORE_DOCS;
  }
}
