package dev.pilum.engine.merge;

import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.merge.MergeSource.Distinct;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.keys.KeyReader;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/** Rows of a source and the live rows of a table that they match, in the order of the source. */
final class RowPairs {
  private int[] sourceRows = new int[16];
  private long[] places = new long[16];
  private int count;

  private RowPairs() {}

  /** Looks each row up by its key. */
  static RowPairs byKey(TableView view, KeyReader keys, BitSet rows, Runnable check) {
    KeyLookup.readyForWriting(view);
    RowPairs pairs = new RowPairs();
    for (int row = rows.nextSetBit(0); row >= 0; row = rows.nextSetBit(row + 1)) {
      if ((row & 0xFFF) == 0) {
        check.run();
      }
      long place = KeyLookup.find(view, keys, row);
      if (place != KeyLookup.NONE) {
        pairs.add(row, place);
      }
    }
    return pairs;
  }

  /** Looks at all rows of the table. */
  static RowPairs byScan(TableView view, MatchColumns columns, Distinct source, Runnable check) {
    RowPairs pairs = new RowPairs();
    for (int i = 0; i < view.sources().size(); i++) {
      SourceView rows = view.sources().get(i);
      MatchColumns.Keys keys = columns.over(rows.rows());
      for (int ordinal = 0; ordinal < rows.rowCount(); ordinal++) {
        if ((ordinal & 0xFFF) == 0) {
          check.run();
        }
        ByteBuffer key = rows.dead().contains(ordinal) ? null : keys.at(ordinal);
        Integer row = key == null ? null : source.byKey().get(key);
        if (row != null) {
          pairs.add(row, KeyLookup.place(i, ordinal));
        }
      }
    }
    pairs.sort();
    return pairs;
  }

  private void add(int sourceRow, long place) {
    if (count == places.length) {
      places = Arrays.copyOf(places, 2 * count);
      sourceRows = Arrays.copyOf(sourceRows, 2 * count);
    }
    places[count] = place;
    sourceRows[count++] = sourceRow;
  }

  /** Sorts by row of the source; those of one row stay in the order of the table. */
  private void sort() {
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      order[i] = ((long) sourceRows[i] << Integer.SIZE) | i;
    }
    Arrays.sort(order);
    int[] sortedRows = new int[count];
    long[] sortedPlaces = new long[count];
    for (int i = 0; i < count; i++) {
      sortedRows[i] = (int) (order[i] >>> Integer.SIZE);
      sortedPlaces[i] = places[(int) order[i]];
    }
    sourceRows = sortedRows;
    places = sortedPlaces;
  }

  int count() {
    return count;
  }

  /** Returns the number of the source's row. */
  int sourceRow(int pair) {
    return sourceRows[pair];
  }

  /** Returns the {@link KeyLookup} place of the table's row. */
  long place(int pair) {
    return places[pair];
  }
}
