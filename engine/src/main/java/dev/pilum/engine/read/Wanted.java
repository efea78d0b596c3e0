package dev.pilum.engine.read;

import dev.pilum.storage.schema.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows a search is to return.
 *
 * @param metric what near means
 * @param radius the largest distance; positive infinity for any
 * @param k how many rows at most, the nearest; at least 1
 * @param matches which rows may be returned
 * @param effort how thoroughly to look
 * @param forced what is done whatever it costs
 * @param guard how long the search may go on
 */
record Wanted(
    Metric metric,
    float radius,
    int k,
    Matches matches,
    Effort effort,
    Forced forced,
    QueryGuard guard) {
  /** Returns the same, for as long as it takes. */
  Wanted unguarded() {
    return new Wanted(metric, radius, k, matches, effort, forced, QueryGuard.none());
  }

  /** Returns whether the distance has a bound. */
  boolean hasRadius() {
    return radius < Float.POSITIVE_INFINITY;
  }

  /** Returns how many rows, how far away, and how thoroughly, in words. */
  List<String> details() {
    List<String> details = new ArrayList<>();
    String count = k == Integer.MAX_VALUE ? "all" : "nearest " + k;
    details.add(count + (hasRadius() ? " within " + radius : "") + " by " + metric);
    switch (effort) {
      case Effort.Exact e -> details.add("exact");
      case Effort.Target(double recall) -> details.add("recall " + recall);
      case Effort.Candidates(int ef) when ef > 0 -> details.add("ef " + ef);
      case Effort.Candidates c -> {}
    }
    return details;
  }
}
