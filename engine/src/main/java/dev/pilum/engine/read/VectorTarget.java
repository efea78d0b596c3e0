package dev.pilum.engine.read;

import dev.pilum.engine.row.BitCells;
import dev.pilum.hnsw.VectorBlock;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a search looks for, and where.
 *
 * @param field a vector column
 * @param metric how its graphs measure
 * @param index the column's place in the schema
 * @param query as many finite coordinates as the column's dimension; of bits, zeros and ones
 */
record VectorTarget(Field field, Metric metric, int index, float[] query) implements Target {
  /** Returns the place of a column that can be searched. */
  static int indexOf(Schema schema, String column) {
    int index = schema.indexOf(column);
    DataType type = schema.fields().get(index).type();
    if (type.vectors() == null) {
      throw new InvalidRequest(
          "column '%s' has type %s; only vector columns can be searched"
              .formatted(column, type.describe()));
    }
    return index;
  }

  /**
   * Checks the column and copies the query; where rows have several vectors, the query is one of
   * one.
   */
  static Target of(Schema schema, String column, float[] query) {
    int index = indexOf(schema, column);
    Field field = schema.fields().get(index);
    if (!(field.type() instanceof DataType.Vector type)) {
      return MultivectorTarget.of(schema, column, new float[][] {query});
    }
    check(column, type, query);
    return new VectorTarget(field, field.metric(), index, query.clone());
  }

  /** Throws {@link InvalidRequest} unless the query is a vector of this type. */
  static void check(String column, DataType.Vector type, float[] query) {
    if (query.length != type.dimension()) {
      throw new InvalidRequest(
          "column '%s' has dimension %d, got %d".formatted(column, type.dimension(), query.length));
    }
    int infinite = VectorBlock.firstNotFinite(query);
    if (infinite >= 0) {
      throw new InvalidRequest(
          "coordinate %d of the query is %s; only finite numbers can be searched"
              .formatted(infinite, query[infinite]));
    }
    int wrong = type.element() == Element.BIT ? BitCells.firstOther(query) : -1;
    if (wrong >= 0) {
      throw new InvalidRequest(
          "coordinate %d of the query is %s; column '%s' has bits, which are 0 or 1"
              .formatted(wrong, query[wrong], column));
    }
  }

  @Override
  public RowSearch search(Wanted wanted, @Nullable RowPlace leftOut) {
    return new VectorSearch(this, wanted, leftOut);
  }

  @Override
  public float score(Metric by, float distance) {
    return by.score(distance);
  }

  /** As the longer form, of a query as its column stores vectors: int8, or packed bits. */
  static Target of(Schema schema, String column, byte[] query) {
    DataType.Vector type = schema.fields().get(indexOf(schema, column)).type().vectors();
    assert type != null : "the column has vectors";
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
