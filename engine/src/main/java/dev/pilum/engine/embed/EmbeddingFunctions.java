package dev.pilum.engine.embed;

import dev.pilum.EmbeddingFunction;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The embedding functions of a database by name. Safe for use by many threads.
 *
 * <p>A schema is checked when its table is made: later nothing of it can be at fault but that a
 * function is not there.
 */
public final class EmbeddingFunctions {
  private final Map<String, EmbeddingFunction> byName = new ConcurrentHashMap<>();

  /** Makes an empty set. */
  public EmbeddingFunctions() {}

  /** Gives a function a name, instead of the one that had it. */
  public void register(String name, EmbeddingFunction function) {
    Embedding.checkFunction(name);
    byName.put(name, function);
  }

  /**
   * Returns what fills a column.
   *
   * @throws InvalidRequest when it is not registered, or makes vectors of another dimension
   */
  EmbeddingFunction require(Field field, Embedding embedding) {
    EmbeddingFunction function = byName.get(embedding.function());
    if (function == null) {
      throw new InvalidRequest(
          "column '%s' is made by embedding function '%s', which is not registered; call Database.registerEmbedding, or bring vectors; registered: %s"
              .formatted(field.name(), embedding.function(), new TreeSet<>(byName.keySet())));
    }
    checkDimension(field, embedding, function.dimension());
    return function;
  }

  /**
   * Checks that the embeddings of a schema can be made.
   *
   * @throws InvalidRequest when a source is absent or not text, the column may not be null or holds
   *     no floats, or its function, if registered, makes vectors of another dimension
   */
  public void check(Schema schema) {
    for (Field field : schema.fields()) {
      Embedding embedding = field.embedding();
      if (embedding != null) {
        checkColumn(field);
        embedding.sources().forEach(source -> checkSource(field, schema.field(source)));
        EmbeddingFunction function = byName.get(embedding.function());
        checkDimension(field, embedding, function == null ? 0 : function.dimension());
      }
    }
  }

  private static void checkColumn(Field field) {
    if (!field.nullable()) {
      throw new InvalidRequest(
          "column '%s' is made by an embedding function and must be nullable: a row without text has no vector"
              .formatted(field.name()));
    }
    Element element = ((DataType.Vector) field.type()).element();
    if (element != Element.FLOAT32 && element != Element.FLOAT16) {
      throw new InvalidRequest(
          "column '%s' has type %s; embedding functions make float32 and float16"
              .formatted(field.name(), field.type().describe()));
    }
  }

  private static void checkSource(Field field, Field source) {
    if (!(source.type() instanceof DataType.Utf8)) {
      throw new InvalidRequest(
          "column '%s' cannot be made of column '%s' of type %s; only utf8 is embedded"
              .formatted(field.name(), source.name(), source.type().describe()));
    }
  }

  /** Checks what a function makes; {@code made} is 0 when that is not known. */
  static void checkDimension(Field field, Embedding embedding, int made) {
    int wanted = ((DataType.Vector) field.type()).dimension();
    if (made != 0 && made != wanted) {
      throw new InvalidRequest(
          "column '%s' has dimension %d, embedding function '%s' makes vectors of %d"
              .formatted(field.name(), wanted, embedding.function(), made));
    }
  }
}
