package dev.pilum.engine.read;

import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import org.jspecify.annotations.Nullable;

/** What a search looks for, and in which column. */
sealed interface Target permits VectorTarget, MultivectorTarget {
  /** Returns the column. */
  Field field();

  /** Returns how the column's graphs measure. */
  Metric metric();

  /**
   * Returns the search for it.
   *
   * @param leftOut a row to pass over as if it were not there, or {@code null}
   */
  RowSearch search(Wanted wanted, @Nullable RowPlace leftOut);

  /** Returns the score of a row at this distance, measured by this metric. */
  float score(Metric by, float distance);
}
