package dev.pilum.fts.index;

import org.apache.lucene.index.NumericDocValues;

/** The rounded lengths of texts, by ordinal. One thread. */
final class MemoryNorms extends NumericDocValues {
  private final byte[] norms;
  private final int rowCount;
  private int row = -1;

  MemoryNorms(byte[] norms, int rowCount) {
    this.norms = norms;
    this.rowCount = rowCount;
  }

  @Override
  public long longValue() {
    return norms[row];
  }

  @Override
  public boolean advanceExact(int target) {
    row = target;
    return norms[target] != 0;
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
    for (row = target; row < rowCount; row++) {
      if (norms[row] != 0) {
        return row;
      }
    }
    row = NO_MORE_DOCS;
    return row;
  }

  @Override
  public long cost() {
    return rowCount;
  }
}
