package dev.pilum;

import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.filter.Filter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A filter that was parsed by {@link Sql#prepare}. Immutable: any thread may bind values to it. */
public final class PreparedFilter {
  private final SqlFilters parsed;

  PreparedFilter(SqlFilters parsed) {
    this.parsed = parsed;
  }

  /**
   * Returns the filter with these values for its question marks.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when values are missing or left over
   */
  public Filter bind(@Nullable Object... values) {
    return parsed.filter(SqlParameters.of(values), null);
  }

  /**
   * Returns the filter with these values for its parameters, by name without the colon.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when values are missing or left over
   */
  public Filter bind(Map<String, ? extends @Nullable Object> values) {
    return parsed.filter(SqlParameters.of(values), null);
  }
}
