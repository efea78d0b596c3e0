package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out which of a table's columns are which of a {@link MirrorPreset}'s. */
final class PresetColumns {
  private final Schema schema;
  private final MirrorOptions options;
  private final MirrorPreset preset;

  PresetColumns(Schema schema, MirrorOptions options) {
    this.schema = schema;
    this.options = options;
    this.preset = options.preset();
  }

  /** Returns the target's columns; each of the table's is in exactly one of them. */
  List<TargetColumn> columns() {
    Field key = schema.keyField();
    if (key == null) {
      throw new InvalidRequest("the preset needs a table with a primary key");
    }
    Field text = role(preset.text(), "text", this::isText);
    Field vector =
        role(preset.vector(), "vectors", field -> field.type() instanceof DataType.Vector);
    Field own = named(MirrorPreset.METADATA);
    List<TargetColumn> columns = new ArrayList<>();
    List<Field> rest = new ArrayList<>();
    for (Field field : schema.fields()) {
      String name = options.column(field.name());
      if (field.equals(key)) {
        columns.add(TargetColumn.of(field, preset.id()));
      } else if (field.equals(text)) {
        columns.add(TargetColumn.of(field, preset.text()));
      } else if (field.equals(vector)) {
        columns.add(TargetColumn.of(field, preset.vector()));
      } else if (own == null && isMetadata(field.type())) {
        rest.add(field.withNullable(true));
      } else {
        columns.add(TargetColumn.of(field, name));
      }
    }
    if (own == null) {
      columns.add(TargetColumn.ofParts(MirrorPreset.METADATA, rest));
    }
    return columns;
  }

  /** Returns the column that an option, or its own name, gives this name. */
  private @Nullable Field named(String name) {
    for (Field field : schema.fields()) {
      if (options.column(field.name()).equals(name)) {
        return field;
      }
    }
    return null;
  }

  private Field role(String name, String what, java.util.function.Predicate<Field> fits) {
    Field named = named(name);
    if (named != null && fits.test(named)) {
      return named;
    }
    List<Field> all = schema.fields().stream().filter(fits).toList();
    if (all.size() != 1) {
      throw new InvalidRequest(
          "the preset needs one column of %s, and there are %s; name it: --column NAME=%s"
              .formatted(what, all.stream().map(Field::name).toList(), name));
    }
    return all.getFirst();
  }

  /** A column that is searched as text; where there is none, any column of text but the key. */
  private boolean isText(Field field) {
    boolean text = field.type() instanceof DataType.Utf8 && !field.name().equals(schema.key());
    boolean searched = schema.fields().stream().anyMatch(other -> other.textAnalysis() != null);
    return text && (!searched || field.textAnalysis() != null);
  }

  private boolean isMetadata(DataType type) {
    if (preset == MirrorPreset.SPRING_AI) {
      return type.vectors() == null;
    }
    return type.isScalar() && !(type instanceof DataType.Bool);
  }
}
