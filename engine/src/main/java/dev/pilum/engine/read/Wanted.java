package dev.pilum.engine.read;

import dev.pilum.storage.schema.Metric;

/**
 * Which rows a search is to return.
 *
 * @param metric what near means
 * @param radius the largest distance; positive infinity for any
 * @param k how many rows at most, the nearest; at least 1
 * @param matches which rows may be returned
 * @param effort how thoroughly to look
 * @param guard how long the search may go on
 */
record Wanted(
    Metric metric, float radius, int k, Matches matches, Effort effort, QueryGuard guard) {
  /** Returns the same, for as long as it takes. */
  Wanted unguarded() {
    return new Wanted(metric, radius, k, matches, effort, QueryGuard.none());
  }

  /** Returns whether the distance has a bound. */
  boolean hasRadius() {
    return radius < Float.POSITIVE_INFINITY;
  }

  /** Returns how many rows, and how far away, in words. */
  String describe() {
    String count = k == Integer.MAX_VALUE ? "all" : "k " + k;
    return hasRadius() ? count + " within " + radius : count;
  }
}
