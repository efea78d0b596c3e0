package dev.pilum.engine.table;

import dev.pilum.fts.index.SelectedOrdinals;
import dev.pilum.storage.segment.DeadRows;

/**
 * The live rows of a source.
 *
 * @param dead the others
 * @param count how many are alive
 */
record AliveRows(DeadRows dead, int count) implements SelectedOrdinals {
  @Override
  public long word(int index) {
    return ~dead.word(index);
  }
}
