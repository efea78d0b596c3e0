package dev.pilum.engine.read;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;

/**
 * What a search looks for, and where.
 *
 * @param field a vector column
 * @param index the column's place in the schema
 * @param query as many finite coordinates as the column's dimension
 */
record VectorTarget(Field field, int index, float[] query) {
  /** Returns the place of a column that can be searched. */
  static int indexOf(Schema schema, String column) {
    int index = schema.indexOf(column);
    DataType type = schema.fields().get(index).type();
    if (!(type instanceof DataType.Vector)) {
      throw new InvalidRequest(
          "column '%s' has type %s; only vector columns can be searched"
              .formatted(column, type.describe()));
    }
    return index;
  }

  /** Checks the column and copies the query. */
  static VectorTarget of(Schema schema, String column, float[] query) {
    int index = indexOf(schema, column);
    Field field = schema.fields().get(index);
    DataType.Vector type = (DataType.Vector) field.type();
    if (query.length != type.dimension()) {
      throw new InvalidRequest(
          "column '%s' has dimension %d, got %d".formatted(column, type.dimension(), query.length));
    }
    for (int i = 0; i < query.length; i++) {
      if (!Float.isFinite(query[i])) {
        throw new InvalidRequest(
            "coordinate %d of the query is %s; only finite numbers can be searched"
                .formatted(i, query[i]));
      }
    }
    return new VectorTarget(field, index, query.clone());
  }
}
