package dev.pilum.pgvector;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A column of the target, and what of a table goes there.
 *
 * @param field the column in Pilum; of a column of parts a struct of them
 * @param name its name in the target
 * @param type its type in the target
 * @param parts columns in Pilum that go there together, as one JSON object of those that are not
 *     null; none where it is one column
 * @param together whether it is such an object, be it of no parts
 */
record TargetColumn(Field field, String name, PgType type, List<Field> parts, boolean together) {
  TargetColumn {
    parts = List.copyOf(parts);
    Names.check("column", name);
  }

  /** Returns the columns of a table's target in order. */
  static List<TargetColumn> of(Schema schema, MirrorOptions options) {
    options.columns().keySet().forEach(schema::field);
    return options.preset() == MirrorPreset.NONE
        ? schema.fields().stream().map(field -> of(field, options.column(field.name()))).toList()
        : new PresetColumns(schema, options).columns();
  }

  /** Returns a column of its own. */
  static TargetColumn of(Field field, String name) {
    return new TargetColumn(field, name, PgType.of(field.name(), field.type()), List.of(), false);
  }

  /** Returns a column that holds several. */
  static TargetColumn ofParts(String name, List<Field> parts) {
    List<Field> fields = parts.isEmpty() ? List.of(Field.of("none", Types.utf8())) : parts;
    DataType struct = new DataType.Struct(fields);
    return new TargetColumn(Field.of(name, struct), name, PgType.of(name, struct), parts, true);
  }

  /** Returns the columns in Pilum that go there. */
  List<Field> sources() {
    return together ? parts : List.of(field);
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
