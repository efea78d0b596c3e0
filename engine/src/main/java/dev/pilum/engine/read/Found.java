package dev.pilum.engine.read;

import dev.pilum.engine.table.SourceView;

/**
 * A row that a search found; ordered nearest first, equal distances by row id.
 *
 * @param source where it is
 * @param ordinal its place there
 * @param distance how far from the query
 * @param rowId its row id
 */
record Found(SourceView source, int ordinal, float distance, long rowId)
    implements Comparable<Found> {
  @Override
  public int compareTo(Found other) {
    int byDistance = Float.compare(distance, other.distance);
    return byDistance != 0 ? byDistance : Long.compare(rowId, other.rowId);
  }
}
