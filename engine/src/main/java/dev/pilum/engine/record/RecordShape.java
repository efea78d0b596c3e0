package dev.pilum.engine.record;

import dev.pilum.ColumnName;
import dev.pilum.Key;
import dev.pilum.TextField;
import dev.pilum.VectorField;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.NearestName;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.TextAnalysis;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a record class looks like as columns. Worked out once per class and kept as long as the
 * class is loaded. Safe for use by many threads.
 */
public final class RecordShape {
  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  private final String name;
  private final List<RecordComponent> components;
  private final List<Field> fields;
  private final @Nullable String key;
  private final RecordHandles handles;

  private RecordShape(Class<?> type) {
    this.name = type.getSimpleName();
    this.components = List.of(type.getRecordComponents());
    this.key = keyOf(name, components);
    this.fields = components.stream().map(c -> field(c, key)).toList();
    this.handles = RecordHandles.of(type);
  }

  /** Returns the shape of a record class. */
  public static RecordShape of(Class<? extends Record> type) {
    return SHAPES.get(type);
  }

  /** Returns the schema of a table of such records. */
  public Schema schema() {
    return new Schema(fields, key);
  }

  /** Returns the type of a column of such records. */
  DataType struct() {
    return new DataType.Struct(fields);
  }

  /** Returns the record's values by column name. */
  Map<String, @Nullable Object> toMap(Record instance) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      values.put(fields.get(i).name(), ComponentValues.toRow(handles.get(i, instance)));
    }
    return values;
  }

  /**
   * Returns a record of values by column name; columns that it has no component for are passed
   * over.
   */
  Record fromMap(Map<?, ?> values) {
    List<@Nullable Object> arguments = new ArrayList<>(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      RecordComponent component = components.get(i);
      Object value = valueOf(fields.get(i).name(), values);
      arguments.add(
          ComponentValues.fromRow(
              component.getName(), component.getType(), component.getGenericType(), value));
    }
    return handles.create(arguments);
  }

  private @Nullable Object valueOf(String column, Map<?, ?> values) {
    if (!values.containsKey(column)) {
      List<String> known = values.keySet().stream().map(String::valueOf).toList();
      throw new InvalidRequest(
          "record %s: the row has no column '%s'; did you mean '%s'? columns: %s"
              .formatted(name, column, NearestName.of(column, known), String.join(", ", known)));
    }
    return values.get(column);
  }

  private static Field field(RecordComponent component, @Nullable String key) {
    String name = columnName(component);
    boolean nullable = !component.getType().isPrimitive() && !name.equals(key);
    Field field = new Field(0, name, ComponentTypes.of(component), nullable, Map.of());
    TextField text = component.getAnnotation(TextField.class);
    if (text != null) {
      return field.withText(TextAnalysis.parse(text.analysis()));
    }
    VectorField vector = component.getAnnotation(VectorField.class);
    return vector == null || field.metric() == Metric.HAMMING
        ? field
        : embedded(field.withMetric(vector.metric()), vector);
  }

  private static Field embedded(Field field, VectorField vector) {
    return vector.embedding().isEmpty()
        ? field
        : field.withEmbedding(Embedding.parse(vector.embedding()));
  }

  private static @Nullable String keyOf(String record, List<RecordComponent> components) {
    List<String> keys =
        components.stream()
            .filter(c -> c.isAnnotationPresent(Key.class))
            .map(RecordShape::columnName)
            .toList();
    if (keys.size() > 1) {
      throw new InvalidRequest(
          "record %s: a table has one key, got %s".formatted(record, String.join(", ", keys)));
    }
    return keys.isEmpty() ? null : keys.getFirst();
  }

  private static String columnName(RecordComponent component) {
    ColumnName given = component.getAnnotation(ColumnName.class);
    return given == null ? component.getName() : given.value();
  }
}
