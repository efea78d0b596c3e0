package dev.pilum.pgvector;

import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column of a table and where in the target it goes.
 *
 * @param field the column in Pilum
 * @param name its name in the target
 * @param type its type in the target
 */
record TargetColumn(Field field, String name, PgType type) {
  /** Returns the columns of a table in order. */
  static List<TargetColumn> of(Schema schema, MirrorOptions options) {
    options.columns().keySet().forEach(schema::field);
    return schema.fields().stream().map(field -> of(field, options)).toList();
  }

  private static TargetColumn of(Field field, MirrorOptions options) {
    return new TargetColumn(
        field, options.column(field.name()), PgType.of(field.name(), field.type()));
  }

  /** Returns the name in quotes. */
  String quoted() {
    return Names.quote(name);
  }

  /** Returns the columns' names in quotes, with commas between. */
  static String list(List<TargetColumn> columns) {
    return columns.stream().map(TargetColumn::quoted).collect(Collectors.joining(", "));
  }
}
