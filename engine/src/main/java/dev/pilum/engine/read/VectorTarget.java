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
  /** Checks the column and copies the query. */
  static VectorTarget of(Schema schema, String column, float[] query) {
    int index = schema.indexOf(column);
    Field field = schema.fields().get(index);
    if (!(field.type() instanceof DataType.Vector type)) {
      throw new InvalidRequest(
          "column '%s' has type %s; only vector columns can be searched"
              .formatted(column, field.type().describe()));
    }
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
