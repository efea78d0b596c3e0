package dev.pilum.fts.index;

import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

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

  /** As the form that is inherited, 64 rows at a time. */
  @Override
  public void applyMask(FixedBitSet some, int from) {
    long[] words = some.getBits();
    for (int i = 0; i < FixedBitSet.bits2words(some.length()); i++) {
      if (words[i] != 0) {
        words[i] &= wordAt(from + (i << 6));
      }
    }
  }

  /** Returns the bits of 64 rows from this one on; those behind the last are anything. */
  private long wordAt(int row) {
    int index = row >>> 6;
    int shift = row & 63;
    long low = rows.word(index) >>> shift;
    boolean reachesNext = shift > 0 && index < (length - 1) >>> 6;
    return reachesNext ? low | rows.word(index + 1) << (64 - shift) : low;
  }
}
