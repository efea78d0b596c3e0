package dev.pilum.pgvector;

import java.util.List;

/**
 * How a table and its mirror compare.
 *
 * @param version the table's version that was compared
 * @param ranges in the order of keys, which they cover without gaps
 */
public record Comparison(long version, List<KeyRange> ranges) {
  /** Copies the list. */
  public Comparison {
    ranges = List.copyOf(ranges);
  }

  /** Returns whether nothing differs. */
  public boolean ok() {
    return ranges.stream().allMatch(KeyRange::same);
  }

  /** Returns the ranges that differ. */
  public List<KeyRange> different() {
    return ranges.stream().filter(range -> !range.same()).toList();
  }
}
