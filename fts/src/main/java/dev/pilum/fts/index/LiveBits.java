package dev.pilum.fts.index;

import org.apache.lucene.util.Bits;

/**
 * Selected rows as Lucene asks for them.
 *
 * @param rows which
 * @param length how many rows there are
 */
record LiveBits(SelectedOrdinals rows, int length) implements Bits {
  @Override
  public boolean get(int row) {
    return (rows.word(row >>> 6) >>> row & 1) != 0;
  }
}
