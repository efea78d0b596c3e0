package dev.pilum.engine.db;

import dev.pilum.Fill;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.engine.write.SchemaChange;
import dev.pilum.engine.write.SchemaChange.NewColumn;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.manifest.SchemaHistory;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Embedding;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.TextAnalysis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The columns of a table while they are being changed step by step. One thread. */
final class SchemaDraft {
  private static final Set<String> OWN_WORDS = Set.of("metric", "text", "pilum.embedding");

  private final Schema before;
  private final Map<Integer, NewColumn> added = new HashMap<>();
  private final Map<Integer, Integer> successors = new HashMap<>();
  private Schema now;
  private int nextFieldId;

  SchemaDraft(Schema schema, SchemaHistory history) {
    this.before = schema;
    this.now = schema;
    this.nextFieldId = history.nextFieldId(schema);
  }

  /**
   * Returns what has come of it.
   *
   * @throws InvalidRequest when that is nothing
   */
  SchemaChange change() {
    if (now.equals(before)) {
      throw new InvalidRequest("the columns would stay as they are; say what to change");
    }
    TextColumns.requireLibraries(now);
    return new SchemaChange(now, nextFieldId, List.copyOf(added.values()), successors);
  }

  void add(Field field, Fill fill) {
    if (now.has(field.name())) {
      throw new InvalidRequest(
          "there is a column '%s' already; drop or rename it first".formatted(field.name()));
    }
    Field numbered = field.withId(nextFieldId++);
    added.put(numbered.id(), Fills.of(numbered, fill, before));
    List<Field> fields = new ArrayList<>(now.fields());
    fields.add(numbered);
    now = new Schema(fields, now.key());
  }

  void drop(String column) {
    Field field = now.field(column);
    refuseKey(field, "cannot be dropped");
    refuseSource(column);
    List<Field> fields = new ArrayList<>(now.fields());
    fields.remove(field);
    added.remove(field.id());
    now = new Schema(fields, now.key());
  }

  void rename(String column, String name) {
    Field field = now.field(column);
    if (now.has(name)) {
      throw new InvalidRequest(
          "column '%s' cannot be named '%s': another is; drop or rename that first"
              .formatted(column, name));
    }
    replace(field, field.withName(name), column.equals(now.key()) ? name : now.key());
    for (Field vectors : now.fields()) {
      Embedding embedding = vectors.embedding();
      if (embedding != null && embedding.sources().contains(column)) {
        replace(vectors, vectors.withEmbedding(embedding.withSource(column, name)), now.key());
      }
    }
  }

  void widen(String column, DataType type) {
    Field field = now.field(column);
    refuseKey(field, "cannot get another type");
    refuseNew(field);
    Field source = source(field);
    Field wide = new Field(nextFieldId++, field.name(), type, field.nullable(), field.metadata());
    added.put(wide.id(), new NewColumn(wide, Set.of(source.name()), Widening.of(source, type)));
    successors.put(field.id(), wide.id());
    replace(field, wide, now.key());
  }

  void allowNulls(String column) {
    Field field = now.field(column);
    refuseKey(field, "is never null");
    replace(field, field.withNullable(true), now.key());
  }

  void text(String column, @Nullable TextAnalysis analysis) {
    Field field = now.field(column);
    if (analysis != null) {
      replace(field, field.withText(analysis), now.key());
    } else {
      Map<String, String> words = new HashMap<>(field.metadata());
      words.remove("text");
      replace(field, withWords(field, words), now.key());
    }
  }

  void metadata(String column, Map<String, String> words) {
    Field field = now.field(column);
    Map<String, String> all = new HashMap<>(words);
    for (String own : OWN_WORDS) {
      String known = field.metadata().get(own);
      if (words.containsKey(own) && !words.get(own).equals(known)) {
        throw new InvalidRequest(
            "metadata '%s' of column '%s' is Pilum's own: a metric or an embedding stays, so add a column with another; text is set by itself"
                .formatted(own, column));
      }
      if (known != null) {
        all.put(own, known);
      }
    }
    replace(field, withWords(field, all), now.key());
  }

  private static Field withWords(Field field, Map<String, String> words) {
    return new Field(field.id(), field.name(), field.type(), field.nullable(), words);
  }

  private void refuseKey(Field field, String why) {
    if (field.name().equals(now.key())) {
      throw new InvalidRequest("column '%s' is the key, which %s".formatted(field.name(), why));
    }
  }

  private void refuseSource(String column) {
    for (Field vectors : now.fields()) {
      Embedding embedding = vectors.embedding();
      if (embedding != null && embedding.sources().contains(column)) {
        throw new InvalidRequest(
            "column '%s' is what the vectors '%s' are made of; drop these first"
                .formatted(column, vectors.name()));
      }
    }
  }

  private void refuseNew(Field field) {
    if (added.containsKey(field.id())) {
      throw new InvalidRequest(
          "column '%s' is new; give it the type that it is to have".formatted(field.name()));
    }
  }

  /** Returns a column as rows have it, which may have been renamed since. */
  private Field source(Field field) {
    Field known = before.withId(field.id());
    if (known == null) {
      throw new AssertionError(field + " is neither new nor old");
    }
    return known;
  }

  private void replace(Field old, Field changed, @Nullable String key) {
    List<Field> fields = new ArrayList<>(now.fields());
    fields.set(fields.indexOf(old), changed);
    NewColumn fill = added.get(changed.id());
    if (fill != null) {
      added.put(changed.id(), new NewColumn(changed, fill.reads(), fill.values()));
    }
    now = new Schema(fields, key);
  }
}
