package dev.pilum;

import dev.pilum.engine.record.RecordShape;
import dev.pilum.storage.schema.Schema;

/** Schemas from Java types. */
public final class Schemas {
  private Schemas() {}

  /**
   * Returns the schema whose columns are a record's components, in order.
   *
   * <p>{@code boolean}, {@code byte}, {@code short}, {@code int}, {@code long}, {@code float} and
   * {@code double} become the types of the same width that must not be null, their boxes the same
   * types that may. {@code String}, {@code byte[]}, {@code LocalDate}, {@code LocalTime}, {@code
   * LocalDateTime}, {@code Instant} (in UTC), {@code UUID}, {@code BigDecimal} (with {@link
   * DecimalField}), {@code List} of scalars, other records (as structs), and {@code float[]} or
   * {@code byte[]} with {@link VectorField} may be null, but for the {@link Key}. A {@code String}
   * with {@link TextField} is found by full-text search.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when a component has a type without a column,
   *     naming the component
   */
  public static Schema of(Class<? extends Record> type) {
    return RecordShape.of(type).schema();
  }
}
