package dev.pilum;

import dev.pilum.engine.row.Complaints;
import dev.pilum.storage.error.InvalidRequest;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row by column name, in column order. An unmodifiable map whose values may be
 * {@code null}; a column that was not selected is absent. Each value has the Java type named at its
 * {@link dev.pilum.storage.schema.DataType}.
 *
 * <p>A row has a place for each value and no more: the names are held once for all rows of a query,
 * and for all that {@link #withValues} makes of one another.
 */
public final class Row extends AbstractMap<String, @Nullable Object> {
  /** The place of each column, in order; shared by many rows and never changed. */
  private final Map<String, Integer> places;

  private final @Nullable Object[] values;

  private Row(Map<String, Integer> places, @Nullable Object[] values) {
    this.places = places;
    this.values = values;
  }

  /** Returns a row of names and values in turn; {@code null} values are allowed. */
  public static Row of(@Nullable Object... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new InvalidRequest(
          "a row is made of names and values in turn, got " + namesAndValues.length + " parts");
    }
    Map<String, Integer> places = LinkedHashMap.newLinkedHashMap(namesAndValues.length / 2);
    @Nullable Object[] values = new @Nullable Object[namesAndValues.length / 2];
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (!(namesAndValues[i] instanceof String name)) {
        throw new InvalidRequest(
            "part " + i + " of a row must be a column name, got " + namesAndValues[i]);
      }
      Integer known = places.putIfAbsent(name, places.size());
      values[known == null ? places.size() - 1 : known] = namesAndValues[i + 1];
    }
    return new Row(places, Arrays.copyOf(values, places.size()));
  }

  /** Returns a row with a copy of these values. */
  public static Row copyOf(Map<String, ? extends @Nullable Object> values) {
    Map<String, Integer> places = LinkedHashMap.newLinkedHashMap(values.size());
    List<@Nullable Object> copies = new ArrayList<>(values.size());
    values.forEach((name, value) -> {
      Integer known = places.putIfAbsent(name, copies.size());
      if (known == null) {
        copies.add(value);
      } else {
        copies.set(known, value); // a map that tells equal names apart
      }
    });
    return new Row(places, copies.toArray());
  }

  /**
   * Returns a row of the same columns with other values, which costs less than to name the columns
   * again.
   *
   * @param others a value for each column, in order; copied
   * @throws InvalidRequest when there are more or fewer values than columns
   */
  public Row withValues(@Nullable Object... others) {
    if (others.length != values.length) {
      throw new InvalidRequest(
          "the row has %d columns, got %d values".formatted(values.length, others.length));
    }
    @Nullable Object[] own = new @Nullable Object[others.length];
    // One by one: a copy of all at once would wait until values just written are out of the way.
    for (int i = 0; i < own.length; i++) {
      own[i] = others[i];
    }
    return new Row(places, own);
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
    Integer place = places.get(column);
    if (place == null) {
      throw new InvalidRequest(
          "the row has no column '" + column + "'; it has " + String.join(", ", places.keySet()));
    }
    return values[place];
  }

  @Override
  public @Nullable Object getOrDefault(@Nullable Object column, @Nullable Object absent) {
    Integer place = places.get(column);
    return place == null ? absent : values[place];
  }

  @Override
  public boolean containsKey(@Nullable Object column) {
    return places.containsKey(column);
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public Set<Entry<String, @Nullable Object>> entrySet() {
    return new Entries();
  }

  /**
   * Returns whether {@code other} is a map of the same names and values, in whatever order; arrays
   * equal only themselves.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Map<?, ?> map) || map.size() != size()) {
      return false;
    }
    try {
      return places.entrySet().stream()
          .allMatch(column -> isIn(map, column.getKey(), values[column.getValue()]));
    } catch (ClassCastException | NullPointerException e) {
      return false; // a map that takes no such names, as those of AbstractMap say
    }
  }

  private static boolean isIn(Map<?, ?> map, String name, @Nullable Object value) {
    return map.containsKey(name) && Objects.equals(value, map.get(name));
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** Names and values, made when they are looked at. */
  private final class Entries extends AbstractSet<Entry<String, @Nullable Object>> {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public Iterator<Entry<String, @Nullable Object>> iterator() {
      Iterator<Entry<String, Integer>> columns = places.entrySet().iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return columns.hasNext();
        }

        @Override
        public Entry<String, @Nullable Object> next() {
          Entry<String, Integer> column = columns.next();
          return new SimpleImmutableEntry<>(column.getKey(), values[column.getValue()]);
        }
      };
    }
  }
}
