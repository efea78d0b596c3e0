package dev.pilum;

import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.Metric;
import java.util.List;

/**
 * A query for the rows nearest to a vector. Each method returns a changed copy; {@link #hits()}
 * runs it. Hits come nearest first, rows of equal distance in the order in which they were written.
 */
public interface Search {
  /**
   * Keeps the rows that match, in addition to earlier filters. If {@code limit} rows match, {@code
   * limit} hits come back.
   */
  Search where(Filter filter);

  /** Returns only these columns, in this order. */
  Search select(String... columns);

  /** Returns at most this many hits; 1 or more, 10 by default. */
  Search limit(int hits);

  /** Passes over this many hits first; 0 or more. */
  Search offset(int hits);

  /** Measures by another metric than the column's own; segments are then searched exactly. */
  Search metric(Metric metric);

  /** Compares with every row instead of walking graphs: recall 1. */
  Search exact();

  /**
   * Keeps this many candidates while walking a graph: more is slower and finds more. At least 1; by
   * default chosen from the limit.
   */
  Search ef(int candidates);

  /** Runs the query. */
  List<Hit> hits();

  /**
   * Returns how the query would run: which segments by which method, with the numbers that decided.
   */
  String explain();
}
