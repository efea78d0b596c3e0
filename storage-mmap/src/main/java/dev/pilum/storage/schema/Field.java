package dev.pilum.storage.schema;

import dev.pilum.storage.error.InvalidRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

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

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");

  public Field {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidRequest(
          "column name '%s' must be 1 to 64 letters, digits, '_', '.' or '-', starting with a letter, digit or '_'"
              .formatted(name));
    }
    metadata = Map.copyOf(metadata);
  }

  /** Returns a field that may be null, without metadata, not yet numbered. */
  public static Field of(String name, DataType type) {
    return new Field(0, name, type, true, Map.of());
  }

  /**
   * Returns how distances in this column are measured: its {@code metric} metadata, {@link
   * Metric#COSINE} when there is none.
   */
  public Metric metric() {
    String word = metadata.get(METRIC_KEY);
    return word == null ? Metric.COSINE : Metric.valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Returns this field measured by another metric. */
  public Field withMetric(Metric metric) {
    Map<String, String> changed = new HashMap<>(metadata);
    changed.put(METRIC_KEY, metric.name().toLowerCase(Locale.ROOT));
    return new Field(id, name, type, nullable, changed);
  }

  /** Returns this field with another number. */
  public Field withId(int newId) {
    return new Field(newId, name, type, nullable, metadata);
  }

  /** Returns the field as users write it, such as {@code year int32 not null}. */
  public String describe() {
    return name + " " + type.describe() + (nullable ? "" : " not null");
  }
}
