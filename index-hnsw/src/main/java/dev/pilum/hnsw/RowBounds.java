package dev.pilum.hnsw;

import java.util.Arrays;

/**
 * For each row that the walks of a query's vectors met, how near it can be at best: a hash table
 * from row to gain over a row that none of them met. One thread at a time.
 */
final class RowBounds {
  private int[] rows = new int[1024];
  private double[] gains = new double[1024];
  private int[] lastQuery = new int[1024];
  private int size;

  RowBounds() {
    Arrays.fill(rows, -1);
  }

  int size() {
    return size;
  }

  /** Adds to the gain of {@code row}, unless this query vector has done so already. */
  void add(int row, int query, double gain) {
    int slot = slot(row);
    if (rows[slot] < 0) {
      if (2 * size >= rows.length) {
        grow();
        slot = slot(row);
      }
      rows[slot] = row;
      lastQuery[slot] = -1;
      size++;
    }
    if (lastQuery[slot] != query) {
      lastQuery[slot] = query;
      gains[slot] += gain;
    }
  }

  /**
   * Returns keys of all rows with {@code most} less their gain, the nearest first; where both are
   * infinite that may be anything, and the row counts as near.
   */
  long[] sortedKeys(double most) {
    long[] keys = new long[size];
    int count = 0;
    for (int slot = 0; slot < rows.length; slot++) {
      if (rows[slot] >= 0) {
        double least = most - gains[slot];
        float nearest = Double.isNaN(least) ? Float.NEGATIVE_INFINITY : (float) least;
        keys[count++] = DistanceKey.of(nearest, rows[slot]);
      }
    }
    Arrays.sort(keys);
    return keys;
  }

  private int slot(int row) {
    int mask = rows.length - 1;
    int slot = (row * 0x9E3779B9) >>> 7 & mask;
    while (rows[slot] >= 0 && rows[slot] != row) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldRows = rows;
    double[] oldGains = gains;
    int[] oldQueries = lastQuery;
    rows = new int[2 * oldRows.length];
    gains = new double[rows.length];
    lastQuery = new int[rows.length];
    Arrays.fill(rows, -1);
    for (int i = 0; i < oldRows.length; i++) {
      if (oldRows[i] >= 0) {
        int slot = slot(oldRows[i]);
        rows[slot] = oldRows[i];
        gains[slot] = oldGains[i];
        lastQuery[slot] = oldQueries[i];
      }
    }
  }
}
