package dev.pilum.engine.read;

import dev.pilum.engine.table.SourceView;
import java.util.Comparator;

/**
 * A row that a search found.
 *
 * @param source where it is
 * @param ordinal its place there
 * @param distance how far from the query
 */
record Found(SourceView source, int ordinal, float distance) {
  /**
   * Nearest first. A stable sort of what one source after another found, each by distance and
   * ordinal, leaves equal distances in the order of row ids, which rise with ordinals and from
   * source to source; to look at the ids themselves would be a cache miss for each row.
   */
  static final Comparator<Found> NEAREST_FIRST = new NearestFirst();

  private static final class NearestFirst implements Comparator<Found> {
    @Override
    public int compare(Found a, Found b) {
      return Float.compare(a.distance, b.distance);
    }
  }
}
