package dev.pilum.engine.read;

import dev.pilum.engine.row.BitCells;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;

/**
 * What a search looks for, and where.
 *
 * @param field a vector column
 * @param metric how its graphs measure
 * @param index the column's place in the schema
 * @param query as many finite coordinates as the column's dimension; of bits, zeros and ones
 */
record VectorTarget(Field field, Metric metric, int index, float[] query) {
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
    int wrong = type.element() == Element.BIT ? BitCells.firstOther(query) : -1;
    if (wrong >= 0) {
      throw new InvalidRequest(
          "coordinate %d of the query is %s; column '%s' has bits, which are 0 or 1"
              .formatted(wrong, query[wrong], column));
    }
    return new VectorTarget(field, field.metric(), index, query.clone());
  }

  /** As the longer form, of a query as its column stores vectors: int8, or packed bits. */
  static VectorTarget of(Schema schema, String column, byte[] query) {
    DataType.Vector type = (DataType.Vector) schema.fields().get(indexOf(schema, column)).type();
    return of(schema, column, coordinates(column, type, query));
  }

  private static float[] coordinates(String column, DataType.Vector type, byte[] query) {
    if (type.element() == Element.BIT) {
      if (query.length != type.bytes()) {
        throw new InvalidRequest(
            "column '%s' has vectors of %d bits in %d bytes, got %d bytes"
                .formatted(column, type.dimension(), type.bytes(), query.length));
      }
      return BitCells.unpacked(query);
    }
    if (type.element() != Element.INT8) {
      throw new InvalidRequest(
          "column '%s' has type %s; search it with a float[]".formatted(column, type.describe()));
    }
    float[] coordinates = new float[query.length];
    for (int i = 0; i < query.length; i++) {
      coordinates[i] = query[i];
    }
    return coordinates;
  }
}
