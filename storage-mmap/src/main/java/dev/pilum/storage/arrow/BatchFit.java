package dev.pilum.storage.arrow;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;

/** Checks that a batch has the columns of a schema. */
final class BatchFit {
  private BatchFit() {}

  /**
   * Returns when it has.
   *
   * @throws InvalidRequest when there are more or fewer columns, one has another type, or nulls
   *     where there must be values
   */
  static void check(ArrowSchema schema, BatchPieces batch) {
    if (batch.columns().size() != schema.fields().size()) {
      throw new InvalidRequest(
          "a batch of %d columns for %d fields"
              .formatted(batch.columns().size(), schema.fields().size()));
    }
    for (int i = 0; i < schema.fields().size(); i++) {
      check(schema.fields().get(i), batch.columns().get(i));
    }
  }

  private static void check(Field field, ColumnPieces column) {
    if (!DataType.same(column.type(), field.type())) {
      throw new InvalidRequest(
          "column '%s' has type %s, got %s"
              .formatted(field.name(), field.type().describe(), column.type().describe()));
    }
    if (!field.nullable() && column.nullCount() > 0) {
      throw new InvalidRequest(
          "column '%s' must not be null, got %d nulls".formatted(field.name(), column.nullCount()));
    }
  }
}
