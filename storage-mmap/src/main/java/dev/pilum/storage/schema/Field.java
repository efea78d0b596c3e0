package dev.pilum.storage.schema;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType.Vector.Element;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One named column of a table.
 *
 * @param id stable number of the field inside its table, kept through renames; 0 until the table
 *     gives one
 * @param name letters, digits, {@code _ . -}, at most 64 of them, not starting with a dot or a
 *     hyphen
 * @param type what its values are
 * @param nullable whether a row may have no value here
 * @param metadata free words kept with the field, such as a vector's metric
 */
public record Field(
    int id, String name, DataType type, boolean nullable, Map<String, String> metadata) {
  private static final String METRIC_KEY = "metric";
  private static final String TEXT_KEY = "text";

  /** Not a plain word: files of others may well call something an embedding. */
  private static final String EMBEDDING_KEY = "pilum.embedding";

  static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

  public Field {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidRequest(
          "column name '%s' must be 1 to 64 letters, digits, '_', '.' or '-', starting with a letter, digit or '_'"
              .formatted(name));
    }
    metadata = Map.copyOf(metadata);
    DataType.Vector vector = type.vectors();
    if (vector != null) {
      checkMetric(name, vector, metadata.get(METRIC_KEY));
    }
  }

  /** Returns a field that may be null, without metadata, not yet numbered. */
  public static Field of(String name, DataType type) {
    return new Field(0, name, type, true, Map.of());
  }

  /**
   * Returns how distances in this column are measured: its {@code metric} metadata; when there is
   * none, {@link Metric#HAMMING} for bits and {@link Metric#COSINE} for others.
   */
  public Metric metric() {
    return metric(metadata, type);
  }

  /** Lets words pass that name no metric: those of other writers, until somebody sets ours. */
  private static void checkMetric(String name, DataType.Vector type, @Nullable String word) {
    for (Metric metric : Metric.values()) {
      if (metric.name().equalsIgnoreCase(word)) {
        metric.check(name, type);
      }
    }
  }

  private static Metric metric(Map<String, String> metadata, DataType type) {
    String word = metadata.get(METRIC_KEY);
    if (word != null) {
      return Metric.named(word);
    }
    DataType.Vector vector = type.vectors();
    return vector != null && vector.element() == Element.BIT ? Metric.HAMMING : Metric.COSINE;
  }

  /** Returns this field measured by another metric. */
  public Field withMetric(Metric metric) {
    Map<String, String> changed = new HashMap<>(metadata);
    changed.put(METRIC_KEY, metric.name().toLowerCase(Locale.ROOT));
    return new Field(id, name, type, nullable, changed);
  }

  /**
   * Returns how the text of this column becomes terms: its {@code text} metadata; {@code null} for
   * a column that full-text search knows nothing of.
   */
  public @Nullable TextAnalysis textAnalysis() {
    String words = metadata.get(TEXT_KEY);
    return words == null || !(type instanceof DataType.Utf8) ? null : TextAnalysis.parse(words);
  }

  /**
   * Returns this field with its text searched.
   *
   * @throws InvalidRequest when it is not text
   */
  public Field withText(TextAnalysis analysis) {
    if (!(type instanceof DataType.Utf8)) {
      throw new InvalidRequest(
          "column '%s' has type %s; only utf8 is searched as text"
              .formatted(name, type.describe()));
    }
    Map<String, String> changed = new HashMap<>(metadata);
    changed.put(TEXT_KEY, analysis.describe());
    return new Field(id, name, type, nullable, changed);
  }

  /**
   * Returns what makes the vectors of this column where rows bring none: its {@code
   * pilum.embedding} metadata; {@code null} when nothing does.
   */
  public @Nullable Embedding embedding() {
    String words = metadata.get(EMBEDDING_KEY);
    return words == null || !(type instanceof DataType.Vector) ? null : Embedding.parse(words);
  }

  /**
   * Returns this field with vectors made by a function.
   *
   * @throws InvalidRequest when it holds no vectors, one in each row
   */
  public Field withEmbedding(Embedding embedding) {
    if (!(type instanceof DataType.Vector)) {
      throw new InvalidRequest(
          "column '%s' has type %s; an embedding function makes vectors, one in each row"
              .formatted(name, type.describe()));
    }
    Map<String, String> changed = new HashMap<>(metadata);
    changed.put(EMBEDDING_KEY, embedding.describe());
    return new Field(id, name, type, nullable, changed);
  }

  /** Returns this field with another number. */
  public Field withId(int newId) {
    return new Field(newId, name, type, nullable, metadata);
  }

  /** Returns this field under another name. */
  public Field withName(String newName) {
    return new Field(id, newName, type, nullable, metadata);
  }

  /** Returns this field, whose rows may or must not be without a value. */
  public Field withNullable(boolean mayBeNull) {
    return new Field(id, name, type, mayBeNull, metadata);
  }

  /** Returns the field as users write it, such as {@code year int32 not null}. */
  public String describe() {
    return name + " " + type.describe() + (nullable ? "" : " not null");
  }
}
