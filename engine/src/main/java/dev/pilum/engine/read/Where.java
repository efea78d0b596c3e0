package dev.pilum.engine.read;

import dev.pilum.filter.Filter;
import org.jspecify.annotations.Nullable;

/** What rows of a query must match. */
final class Where {
  private Where() {}

  /**
   * Returns the filter for what matched so far, {@code null} for all rows, and {@code more}. A list
   * of no conditions, which callers have who build filters, is none: all rows need not be asked.
   */
  static @Nullable Filter both(@Nullable Filter filter, Filter more) {
    if (more instanceof Filter.And all && all.parts().isEmpty()) {
      return filter;
    }
    return filter == null ? more : filter.and(more);
  }
}
