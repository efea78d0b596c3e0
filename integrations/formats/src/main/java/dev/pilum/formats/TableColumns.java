package dev.pilum.formats;

import dev.pilum.Database;
import dev.pilum.Table;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ForeignName;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns that a table gets, or has, for what is imported. */
final class TableColumns {
  private TableColumns() {}

  /**
   * Returns a table that is there, having made sure that its key is the one that the user named.
   *
   * @throws InvalidRequest when it has another key
   */
  static Table open(Database database, String name, @Nullable String wantedKey) {
    Table table = database.openTable(name);
    String key = table.schema().key();
    if (wantedKey != null && !ForeignName.of(wantedKey).equals(key)) {
      throw new InvalidRequest(
          "table '%s' is there already with %s; import without a key, or into another table"
              .formatted(name, key == null ? "no key" : "the key '" + key + "'"));
    }
    return table;
  }

  /** Returns the schema of a new table for these columns. */
  static Schema schema(List<Field> fields, Imports request) {
    List<String> names = fields.stream().map(Field::name).toList();
    String key = request.key == null ? null : ForeignName.of(request.key);
    check(names, request.key, "to be the key");
    request.textColumns.forEach(column -> check(names, column, "of text"));
    request.types.keySet().forEach(column -> check(names, column, "to be given a type"));
    List<String> texts = request.textColumns.stream().map(ForeignName::of).toList();
    SchemaBuilder schema = Schema.builder();
    for (Field field : fields) {
      if (field.name().equals(key)) {
        schema.key(field.name(), field.type());
      } else if (texts.contains(field.name())) {
        schema.field(field.withText(TextAnalysis.DEFAULT));
      } else {
        schema.field(measured(field, request.metric));
      }
    }
    return schema.build();
  }

  /** Returns the type that a new table's column gets. */
  static DataType wanted(Field field, Imports request) {
    DataType given = request.types.get(field.name());
    if (given != null) {
      return given;
    }
    boolean singles =
        field.type() instanceof DataType.Vector vector && vector.element() == Element.FLOAT32;
    return singles && request.metric == Metric.HAMMING
        ? new DataType.Vector(Element.BIT, ((DataType.Vector) field.type()).dimension())
        : field.type();
  }

  private static void check(List<String> names, @Nullable String column, String purpose) {
    if (column != null && !names.contains(ForeignName.of(column))) {
      throw new InvalidRequest(
          "there is no column '%s' %s; columns: %s".formatted(column, purpose, names));
    }
  }

  /** Returns a vector column with the metric that was asked for, or its own; bits have only one. */
  private static Field measured(Field field, @Nullable Metric asked) {
    DataType.Vector vectors = field.type().vectors();
    return vectors != null && vectors.element() != Element.BIT
        ? field.withMetric(asked == null ? told(field) : asked)
        : field;
  }

  /** Other writers may say there what they like. */
  private static Metric told(Field field) {
    String word = field.metadata().get("metric");
    for (Metric metric : Metric.values()) {
      if (metric.name().equalsIgnoreCase(word)) {
        return metric;
      }
    }
    return Metric.COSINE;
  }
}
