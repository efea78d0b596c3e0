package dev.pilum.cli;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells vector columns from others. */
final class VectorColumns {
  private VectorColumns() {}

  /** Returns the named vector column, or the only one when {@code name} is {@code null}. */
  static String choose(Schema schema, @Nullable String name) {
    if (name != null) {
      return schema.field(name).name();
    }
    List<String> vectors =
        schema.fields().stream().filter(VectorColumns::isVector).map(Field::name).toList();
    if (vectors.size() != 1) {
      throw new InvalidRequest(
          vectors.isEmpty()
              ? "the table has no vector column"
              : "choose a vector column by --column: " + String.join(", ", vectors));
    }
    return vectors.getFirst();
  }

  /** Returns the names of all columns that are no vectors. */
  static List<String> others(Schema schema) {
    return schema.fields().stream().filter(field -> !isVector(field)).map(Field::name).toList();
  }

  private static boolean isVector(Field field) {
    return field.type().vectors() != null;
  }
}
