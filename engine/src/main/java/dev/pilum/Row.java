package dev.pilum;

import dev.pilum.engine.row.Complaints;
import dev.pilum.storage.error.InvalidRequest;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row by column name, in column order. An unmodifiable map whose values may be
 * {@code null}; a column that was not selected is absent. Each value has the Java type named at its
 * {@link dev.pilum.storage.schema.DataType}.
 */
public final class Row extends AbstractMap<String, @Nullable Object> {
  private final Map<String, @Nullable Object> values;

  private Row(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  /** Returns a row of names and values in turn; {@code null} values are allowed. */
  public static Row of(@Nullable Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new InvalidRequest(
          "a row is made of names and values in turn, got " + namesAndValues.length + " parts");
    }
    Map<String, @Nullable Object> values =
        LinkedHashMap.newLinkedHashMap(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!(namesAndValues[i] instanceof String name)) {
        throw new InvalidRequest(
            "part " + i + " of a row must be a column name, got " + namesAndValues[i]);
      }
      values.put(name, namesAndValues[i + 1]);
    }
    return new Row(values);
  }

  /** Returns a row with a copy of these values. */
  public static Row copyOf(Map<String, ? extends @Nullable Object> values) {
    return new Row(new LinkedHashMap<>(values));
  }

  /**
   * Returns the text in this column, or {@code null}.
   *
   * @throws InvalidRequest when there is no such column, or no text in it
   */
  public @Nullable String text(String column) {
    return typed(column, String.class, "text");
  }

  /**
   * Returns the vector in this column, or {@code null}.
   *
   * @throws InvalidRequest when there is no such column, or no vector of floats in it
   */
  public float @Nullable [] vector(String column) {
    return typed(column, float[].class, "vector of floats");
  }

  /**
   * Returns the bytes in this column, or {@code null}: binary, an int8 vector or packed bits.
   *
   * @throws InvalidRequest when there is no such column, or no bytes in it
   */
  public byte @Nullable [] bytes(String column) {
    return typed(column, byte[].class, "bytes");
  }

  private <T> @Nullable T typed(String column, Class<T> type, String what) {
    Object value = get(column);
    if (value != null && !type.isInstance(value)) {
      throw new InvalidRequest(
          "column '%s' has %s, not %s; take it by get(...)"
              .formatted(column, Complaints.shown(value), what));
    }
    return type.cast(value);
  }

  @Override
  public @Nullable Object get(@Nullable Object column) {
    Object value = values.get(column);
    if (value == null && !values.containsKey(column)) {
      throw new InvalidRequest(
          "the row has no column '" + column + "'; it has " + String.join(", ", values.keySet()));
    }
    return value;
  }

  @Override
  public @Nullable Object getOrDefault(@Nullable Object column, @Nullable Object absent) {
    return values.getOrDefault(column, absent);
  }

  @Override
  public boolean containsKey(@Nullable Object column) {
    return values.containsKey(column);
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    Map<String, @Nullable Object> unmodifiable = Collections.unmodifiableMap(values);
    return unmodifiable.entrySet();
  }

  /**
   * Returns whether {@code other} is a map of the same names and values, in whatever order; arrays
   * equal only themselves.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return values.equals(other instanceof Row row ? row.values : other);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }
}
