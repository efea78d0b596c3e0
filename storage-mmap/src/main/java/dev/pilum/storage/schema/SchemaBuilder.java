package dev.pilum.storage.schema;

import dev.pilum.storage.schema.DataType.Vector.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the columns of a {@link Schema}. One thread at a time. */
public final class SchemaBuilder {
  private final List<Field> fields = new ArrayList<>();
  private @Nullable String key;

  SchemaBuilder() {}

  /**
   * Adds the primary key: an integer, utf8, binary or uuid that every row has and no two live rows
   * share.
   */
  public SchemaBuilder key(String name, DataType type) {
    key = name;
    return field(new Field(0, name, type, false, Map.of()));
  }

  /** Adds a column that may be null. */
  public SchemaBuilder field(String name, DataType type) {
    return field(Field.of(name, type));
  }

  /** Adds a column as described. */
  public SchemaBuilder field(Field field) {
    fields.add(field);
    return this;
  }

  /**
   * Adds a nullable column of float32 vectors, {@code dimension} coordinates each, searched by
   * {@code metric}.
   */
  public SchemaBuilder vector(String name, int dimension, Metric metric) {
    return vector(name, new DataType.Vector(Element.FLOAT32, dimension), metric);
  }

  /** Adds a nullable column of vectors of any element type, searched by {@code metric}. */
  public SchemaBuilder vector(String name, DataType.Vector type, Metric metric) {
    return field(Field.of(name, type).withMetric(metric));
  }

  /**
   * Adds a nullable column of vectors of {@code dimension} bits, a multiple of 8, searched by
   * {@link Metric#HAMMING}.
   */
  public SchemaBuilder bits(String name, int dimension) {
    return vector(name, new DataType.Vector(Element.BIT, dimension), Metric.HAMMING);
  }

  /** Returns the schema; the builder may go on to make another. */
  public Schema build() {
    return new Schema(fields, key);
  }
}
