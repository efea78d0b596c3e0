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

  /**
   * Returns at most this many hits, the nearest; 1 or more. By default 10, with {@link #within}
   * all.
   */
  Search limit(int hits);

  /** Passes over this many hits first; 0 or more. */
  Search offset(int hits);

  /**
   * Returns only rows at most this far away: all of them, unless there is a {@link #limit}. Exact
   * search finds every one; through graphs recall is that of a search for as many rows. Where they
   * are more than about one row in a hundred, segments are searched exactly.
   *
   * @param distance in the search's metric, so squared for {@link Metric#L2}; not NaN. Rows at
   *     exactly this distance are returned
   */
  Search within(float distance);

  /** Measures by another metric than the column's own; segments are then searched exactly. */
  Search metric(Metric metric);

  /**
   * Compares with every row instead of walking graphs: recall 1. Replaces what {@link #ef} said.
   */
  Search exact();

  /**
   * Keeps this many candidates while walking a graph: more is slower and finds more. At least 1; by
   * default chosen from the limit. Replaces what {@link #exact} said.
   */
  Search ef(int candidates);

  /** Runs the query. */
  List<Hit> hits();

  /**
   * Returns how the query would run: which segments by which method, with the numbers that decided.
   */
  String explain();
}
