package dev.pilum.backend;

import dev.pilum.Sql;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import org.jspecify.annotations.Nullable;

/** The columns that short calls of a {@link VectorCollection} mean without naming them. */
final class CollectionColumns {
  private CollectionColumns() {}

  static String key(VectorCollection collection) {
    return key(collection.schema());
  }

  static String key(Schema schema) {
    String key = schema.key();
    if (key == null) {
      throw new InvalidRequest("a collection needs a key: give its schema one");
    }
    return key;
  }

  /** Returns the only column of vectors. */
  static String vector(VectorCollection collection) {
    String found = null;
    for (Field field : collection.schema().fields()) {
      if (field.type() instanceof DataType.Vector) {
        if (found != null) {
          throw new InvalidRequest(
              "collection '%s' has several columns of vectors, such as %s and %s: name one"
                  .formatted(collection.name(), found, field.name()));
        }
        found = field.name();
      }
    }
    if (found == null) {
      throw new InvalidRequest("collection '" + collection.name() + "' has no column of vectors");
    }
    return found;
  }

  /** Returns the filter that an SQL text says; a blank one is a list of no conditions. */
  static Filter filter(String where, @Nullable Object... values) {
    return where.isBlank() && values.length == 0 ? Filters.all() : Sql.filter(where, values);
  }
}
