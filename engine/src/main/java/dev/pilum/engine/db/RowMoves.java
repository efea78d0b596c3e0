package dev.pilum.engine.db;

import dev.pilum.engine.table.Source;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import java.util.IdentityHashMap;
import java.util.function.ObjIntConsumer;

/**
 * Compares two views that come of one: rows never move while it is held. One of them may lack
 * sources in which it has no row.
 */
final class RowMoves {
  private RowMoves() {}

  /** Visits the rows that are alive in one view and not in the other, in order. */
  static void forEachGone(TableView alive, TableView dead, ObjIntConsumer<SourceView> visitor) {
    IdentityHashMap<Source, SourceView> others = new IdentityHashMap<>();
    dead.sources().forEach(source -> others.put(source.source(), source));
    for (SourceView here : alive.sources()) {
      SourceView there = others.get(here.source());
      for (int word = 0; word << 6 < here.rowCount(); word++) {
        long gone = there == null ? rowsIn(here, word) : there.dead().word(word);
        gone &= ~here.dead().word(word);
        for (; gone != 0; gone &= gone - 1) {
          visitor.accept(here, (word << 6) + Long.numberOfTrailingZeros(gone));
        }
      }
    }
  }

  /** Returns a bit for each row of the source that is one of 64. */
  private static long rowsIn(SourceView source, int word) {
    int left = source.rowCount() - (word << 6);
    return left >= Long.SIZE ? -1 : (1L << left) - 1;
  }
}
