package dev.pilum.fts.index;

import org.apache.lucene.index.NumericDocValues;

/**
 * The rounded lengths of texts, by ordinal; 0 where there is no term. Every row has one, for Lucene
 * keeps norms that some rows lack in another form, which took searches half as long again.
 *
 * <p>One thread.
 */
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
    return true;
  }

  @Override
  public void longValues(int size, int[] rows, long[] values, long absent) {
    for (int i = 0; i < size; i++) {
      values[i] = norms[rows[i]];
    }
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
    row = target < rowCount ? target : NO_MORE_DOCS;
    return row;
  }

  @Override
  public long cost() {
    return rowCount;
  }
}
