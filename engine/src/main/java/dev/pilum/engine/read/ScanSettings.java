package dev.pilum.engine.read;

import dev.pilum.Order;
import dev.pilum.filter.Filter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scan was asked for.
 *
 * @param filter which rows match; {@code null} for all
 * @param columns what to return of each row
 * @param orders what rows are ordered by; none for the order of writing
 * @param sample how many matching rows to draw; negative for all
 * @param seed of the drawing
 * @param offset how many rows to pass over
 * @param limit how many rows to return at most
 * @param timeout how long a run may take, or {@code null} for ever
 */
record ScanSettings(
    @Nullable Filter filter,
    Projection columns,
    List<Order> orders,
    int sample,
    long seed,
    int offset,
    int limit,
    @Nullable Duration timeout) {
  /** All rows and these columns. */
  static ScanSettings of(Projection columns) {
    return new ScanSettings(null, columns, List.of(), -1, 0, 0, Integer.MAX_VALUE, null);
  }

  ScanSettings with(Filter more) {
    Filter both = Where.both(filter, more);
    return new ScanSettings(both, columns, orders, sample, seed, offset, limit, timeout);
  }

  ScanSettings withColumns(Projection changed) {
    return new ScanSettings(filter, changed, orders, sample, seed, offset, limit, timeout);
  }

  ScanSettings withOrders(List<Order> by) {
    return new ScanSettings(filter, columns, by, sample, seed, offset, limit, timeout);
  }

  ScanSettings withSample(int rows, long drawnBy) {
    return new ScanSettings(filter, columns, orders, rows, drawnBy, offset, limit, timeout);
  }

  ScanSettings withOffset(int rows) {
    return new ScanSettings(filter, columns, orders, sample, seed, rows, limit, timeout);
  }

  ScanSettings withLimit(int rows) {
    return new ScanSettings(filter, columns, orders, sample, seed, offset, rows, timeout);
  }

  ScanSettings withTimeout(Duration most) {
    return new ScanSettings(filter, columns, orders, sample, seed, offset, limit, most);
  }
}
