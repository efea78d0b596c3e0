package dev.pilum.backend;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is refused of rows before any provider sees them. */
final class RowCheck {
  /** A row may say where it belongs, though there is no such column. */
  private static final String NAMESPACE = "namespace";

  private final Schema schema;
  private final String key;
  private final String namespace;
  private final List<Field> vectors = new ArrayList<>();

  RowCheck(Schema schema, String namespace) {
    this.schema = schema;
    this.key = CollectionColumns.key(schema);
    this.namespace = namespace;
    for (Field field : schema.fields()) {
      if (field.type() instanceof DataType.Vector) {
        vectors.add(field);
      }
    }
  }

  /** Returns the rows as a provider may have them. */
  List<? extends Map<String, ?>> checked(List<? extends Map<String, ?>> rows) {
    List<Map<String, ?>> checked = new ArrayList<>(rows.size());
    for (Map<String, ?> row : rows) {
      Object id = row.containsKey(key) ? row.get(key) : null;
      if (id == null || id.equals("")) {
        throw new InvalidRequest("id must not be empty");
      }
      checkValues(row);
      checked.add(ofThisNamespace(row));
    }
    return checked;
  }

  /** Refuses values that no column takes. */
  void checkValues(Map<String, ?> row) {
    for (Field field : vectors) {
      Object value = row.containsKey(field.name()) ? row.get(field.name()) : null;
      if (value instanceof float[] vector) {
        checkDimension(field.name(), (DataType.Vector) field.type(), vector);
      }
    }
  }

  void checkDimension(String column, DataType.Vector type, float[] vector) {
    if (vector.length != type.dimension()) {
      throw new InvalidRequest(
          "%s must have %d dimensions, got %d".formatted(column, type.dimension(), vector.length));
    }
  }

  private Map<String, ?> ofThisNamespace(Map<String, ?> row) {
    if (!row.containsKey(NAMESPACE) || schema.has(NAMESPACE)) {
      return row;
    }
    Object named = row.get(NAMESPACE);
    if (!namespace.equals(named)) {
      throw new InvalidRequest(
          "row '%s' is of namespace '%s', but this is namespace '%s'"
              .formatted(row.get(key), named, namespace));
    }
    Map<String, @Nullable Object> rest = new LinkedHashMap<>(row);
    rest.remove(NAMESPACE);
    return rest;
  }
}
