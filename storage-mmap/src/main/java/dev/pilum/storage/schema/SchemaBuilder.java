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
   * Adds a nullable column of float32 vectors, {@code dimension} coordinates each, searched by
   * {@code metric}, which a function makes of text columns where rows bring none.
   */
  public SchemaBuilder vector(String name, int dimension, Metric metric, Embedding embedding) {
    DataType.Vector type = new DataType.Vector(Element.FLOAT32, dimension);
    return field(Field.of(name, type).withMetric(metric).withEmbedding(embedding));
  }

  /**
   * Adds a nullable column of vectors of {@code dimension} bits, a multiple of 8, searched by
   * {@link Metric#HAMMING}.
   */
  public SchemaBuilder bits(String name, int dimension) {
    return vector(name, new DataType.Vector(Element.BIT, dimension), Metric.HAMMING);
  }

  /**
   * Adds a nullable column of text that full-text search finds, analysed as is right for most texts
   * ({@link TextAnalysis#DEFAULT}).
   */
  public SchemaBuilder text(String name) {
    return text(name, TextAnalysis.DEFAULT);
  }

  /**
   * Adds a nullable column of text that full-text search finds.
   *
   * @param analysis as {@link TextAnalysis#parse} reads it, such as {@code english} or {@code cjk}
   */
  public SchemaBuilder text(String name, String analysis) {
    return text(name, TextAnalysis.parse(analysis));
  }

  /** Adds a nullable column of text that full-text search finds, analysed as described. */
  public SchemaBuilder text(String name, TextAnalysis analysis) {
    return field(Field.of(name, new DataType.Utf8()).withText(analysis));
  }

  /**
   * Adds a nullable column of several float32 vectors in each row, {@code dimension} coordinates
   * each, searched by {@code metric}: a row is as near as its vectors are to all vectors of a
   * query.
   */
  public SchemaBuilder multivector(String name, int dimension, Metric metric) {
    return field(Field.of(name, Types.multivector(dimension)).withMetric(metric));
  }

  /** Returns the schema; the builder may go on to make another. */
  public Schema build() {
    return new Schema(fields, key);
  }
}
