package dev.pilum.storage.schema;

import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table and which of them is its primary key.
 *
 * @param fields in the order in which they are shown; at least one; names differ
 * @param key name of the primary key column, or {@code null} for a table without one
 */
public record Schema(List<Field> fields, @Nullable String key) {
  public Schema {
    fields = numbered(fields);
    checkNames(fields);
    if (key != null) {
      checkKey(find(fields, key), key);
    }
  }

  /** Returns a schema under construction. */
  public static SchemaBuilder builder() {
    return new SchemaBuilder();
  }

  /** Returns the key's field, or {@code null} when the table has none. */
  public @Nullable Field keyField() {
    return key == null ? null : field(key);
  }

  /** Returns whether there is a column of this name. */
  public boolean has(String name) {
    return find(fields, name) != null;
  }

  /** Returns the place of the named column among {@link #fields()}. */
  public int indexOf(String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name().equals(name)) {
        return i;
      }
    }
    throw unknownColumn(name);
  }

  /**
   * Returns the named field.
   *
   * @throws InvalidRequest when there is none, naming the nearest one
   */
  public Field field(String name) {
    return fields.get(indexOf(name));
  }

  /** Returns the field with this id, or {@code null} when there is none. */
  public @Nullable Field withId(int fieldId) {
    for (Field field : fields) {
      if (field.id() == fieldId) {
        return field;
      }
    }
    return null;
  }

  /** Returns the names of the columns in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>(fields.size());
    for (Field field : fields) {
      names.add(field.name());
    }
    return List.copyOf(names);
  }

  /** Returns the error for a column that does not exist, naming the nearest one. */
  public InvalidRequest unknownColumn(String name) {
    return new InvalidRequest(
        "unknown column '%s'; did you mean '%s'? columns: %s"
            .formatted(name, NearestName.of(name, names()), String.join(", ", names())));
  }

  private static @Nullable Field find(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    return null;
  }

  private static List<Field> numbered(List<Field> fields) {
    int next = 1;
    for (Field field : fields) {
      next = Math.max(next, field.id() + 1);
    }
    List<Field> numbered = new ArrayList<>(fields.size());
    for (Field field : fields) {
      numbered.add(field.id() == 0 ? field.withId(next++) : field);
    }
    return List.copyOf(numbered);
  }

  private static void checkNames(List<Field> fields) {
    if (fields.isEmpty()) {
      throw new InvalidRequest("a table needs at least one column");
    }
    Map<String, Field> seen = new HashMap<>();
    Map<Integer, Field> numbers = new HashMap<>();
    for (Field field : fields) {
      if (field.name().startsWith("_")) {
        throw new InvalidRequest(
            "column '"
                + field.name()
                + "': names that start with '_' are kept for Pilum's own columns");
      }
      if (seen.put(field.name(), field) != null) {
        throw new InvalidRequest("column '" + field.name() + "' is there twice");
      }
      if (numbers.put(field.id(), field) != null) {
        throw new InvalidRequest("two columns have the field id " + field.id());
      }
    }
  }

  private static void checkKey(@Nullable Field field, String key) {
    if (field == null) {
      throw new InvalidRequest("key column '" + key + "' is not among the columns");
    }
    if (field.nullable()) {
      throw new InvalidRequest("key column '" + key + "' must not be nullable");
    }
    DataType type = field.type();
    boolean allowed =
        type instanceof DataType.Int
            || type instanceof DataType.Utf8
            || type instanceof DataType.Binary
            || type instanceof DataType.Uuid;
    if (!allowed) {
      throw new InvalidRequest(
          "key column '%s' has type %s; a key is an integer, utf8, binary or uuid"
              .formatted(key, field.type().describe()));
    }
  }
}
