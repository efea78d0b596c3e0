package dev.pilum.engine.keys;

import dev.pilum.engine.table.TableView;
import dev.pilum.storage.keys.KeyReader;

/** The built-in index: none beside the key tables of the sources, which are always asked. */
public final class PerSourceKeyIndex implements KeyIndex {
  /** Makes one; it keeps nothing. */
  public PerSourceKeyIndex() {}

  @Override
  public long rowIdOf(KeyReader keys, int row, long version) {
    return UNKNOWN;
  }

  @Override
  public void advance(TableView before, TableView after) {}

  @Override
  public void seal(TableView last) {}

  @Override
  public void close() {}
}
