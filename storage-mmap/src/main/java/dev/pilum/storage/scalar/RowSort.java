package dev.pilum.storage.scalar;

import dev.pilum.storage.column.Column;
import java.util.Arrays;

/*
 * A merge sort of (key, row) pairs in two arrays side by side, so that comparing reads memory in order. The upper half of a value's key
 * decides nearly always; where two are the same the rest of the values is compared. It is stable, so that equal values keep their rows
 * rising, and runs that are in order already are only copied: times and counters, the usual ordered columns, cost one pass.
 */
/** Sorts the rows of a column by value. Takes 24 bytes of heap a row meanwhile. One thread. */
final class RowSort {
  /** Pairs sorted by insertion: fewer than that are not worth a merge. */
  private static final int RUN = 16;

  private final RowOrder order;
  private final boolean narrow;
  private long[] keys;
  private int[] rows;
  private long[] otherKeys;
  private int[] otherRows;

  private RowSort(RowOrder order, long[] keys, int[] rows) {
    this.order = order;
    this.narrow = order.isNarrow();
    this.keys = keys;
    this.rows = rows;
    this.otherKeys = new long[keys.length];
    this.otherRows = new int[rows.length];
  }

  /** Returns the rows that have a value, by value, equal ones rising. */
  static int[] sorted(Column column) {
    RowOrder order = RowOrder.of(column);
    long[] keys = new long[column.length()];
    order.readUpper(0, column.length(), keys);
    int[] rows = new int[column.length()];
    int count = 0;
    for (int row = 0; row < column.length(); row++) {
      if (!column.isNull(row)) {
        rows[count] = row;
        keys[count++] = keys[row];
      }
    }
    return count == 0
        ? new int[0]
        : new RowSort(order, Arrays.copyOf(keys, count), Arrays.copyOf(rows, count)).sort();
  }

  private int[] sort() {
    for (int from = 0; from < rows.length; from += RUN) {
      insert(from, Math.min(rows.length, from + RUN));
    }
    for (long width = RUN; width < rows.length; width *= 2) {
      for (long from = 0; from < rows.length; from += 2 * width) {
        int middle = (int) Math.min(rows.length, from + width);
        merge((int) from, middle, (int) Math.min(rows.length, from + 2 * width));
      }
      long[] sortedKeys = otherKeys;
      int[] sortedRows = otherRows;
      otherKeys = keys;
      otherRows = rows;
      keys = sortedKeys;
      rows = sortedRows;
    }
    return rows;
  }

  private void insert(int from, int end) {
    for (int i = from + 1; i < end; i++) {
      long key = keys[i];
      int row = rows[i];
      int at = i;
      for (; at > from && compare(keys[at - 1], rows[at - 1], key, row) > 0; at--) {
        keys[at] = keys[at - 1];
        rows[at] = rows[at - 1];
      }
      keys[at] = key;
      rows[at] = row;
    }
  }

  private void merge(int from, int middle, int end) {
    if (middle == end
        || compare(keys[middle - 1], rows[middle - 1], keys[middle], rows[middle]) <= 0) {
      System.arraycopy(keys, from, otherKeys, from, end - from);
      System.arraycopy(rows, from, otherRows, from, end - from);
      return;
    }
    int left = from;
    int right = middle;
    for (int to = from; to < end; to++) {
      boolean takeLeft =
          right == end
              || (left < middle && compare(keys[left], rows[left], keys[right], rows[right]) <= 0);
      int taken = takeLeft ? left++ : right++;
      otherKeys[to] = keys[taken];
      otherRows[to] = rows[taken];
    }
  }

  private int compare(long key, int row, long otherKey, int otherRow) {
    int compared = Long.compare(key, otherKey);
    return compared != 0 || narrow ? compared : order.compareRest(row, otherRow);
  }
}
