package dev.pilum.engine.read;

import dev.pilum.filter.Filter;
import dev.pilum.storage.schema.Metric;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a vector search was asked for.
 *
 * @param filter which rows match; {@code null} for all
 * @param columns what to return of each row
 * @param limit hits to return; 0 for ten, or for all within the radius
 * @param offset how many hits to pass over
 * @param metric what distances are measured by
 * @param radius the largest distance
 * @param effort how hard to look
 * @param forced what is done whatever it costs
 * @param timeout how long a run may take, or {@code null} for ever
 */
record SearchSettings(
    @Nullable Filter filter,
    Projection columns,
    int limit,
    int offset,
    Metric metric,
    float radius,
    Effort effort,
    Forced forced,
    @Nullable Duration timeout) {
  private static final int DEFAULT_LIMIT = 10;

  /** The ten nearest of all rows, with these columns. */
  static SearchSettings of(Projection columns, Metric metric) {
    return new SearchSettings(
        null, columns, 0, 0, metric, Float.POSITIVE_INFINITY, Effort.DEFAULT, Forced.NOTHING, null);
  }

  SearchSettings with(Filter more) {
    Filter both = Where.both(filter, more);
    return new SearchSettings(
        both, columns, limit, offset, metric, radius, effort, forced, timeout);
  }

  SearchSettings withColumns(Projection changed) {
    return new SearchSettings(
        filter, changed, limit, offset, metric, radius, effort, forced, timeout);
  }

  SearchSettings withLimit(int hits) {
    return new SearchSettings(
        filter, columns, hits, offset, metric, radius, effort, forced, timeout);
  }

  SearchSettings withOffset(int hits) {
    return new SearchSettings(
        filter, columns, limit, hits, metric, radius, effort, forced, timeout);
  }

  SearchSettings within(float distance) {
    return new SearchSettings(
        filter, columns, limit, offset, metric, distance, effort, forced, timeout);
  }

  SearchSettings with(Metric other) {
    return new SearchSettings(
        filter, columns, limit, offset, other, radius, effort, forced, timeout);
  }

  SearchSettings with(Effort other) {
    return new SearchSettings(
        filter, columns, limit, offset, metric, radius, other, forced, timeout);
  }

  SearchSettings with(Forced strategy) {
    return new SearchSettings(
        filter, columns, limit, offset, metric, radius, effort, strategy, timeout);
  }

  SearchSettings withTimeout(Duration most) {
    return new SearchSettings(filter, columns, limit, offset, metric, radius, effort, forced, most);
  }

  /** Returns whether the distance has a bound. */
  boolean hasRadius() {
    return radius < Float.POSITIVE_INFINITY;
  }

  /** Returns how many rows to look for. */
  int k() {
    return limit == 0 && hasRadius() ? Integer.MAX_VALUE : hitCount();
  }

  /** Returns how many hits are wanted whatever the radius, those passed over included. */
  int hitCount() {
    return (int) Math.min(Integer.MAX_VALUE, (long) (limit == 0 ? DEFAULT_LIMIT : limit) + offset);
  }
}
