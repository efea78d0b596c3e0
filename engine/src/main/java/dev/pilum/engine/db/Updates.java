package dev.pilum.engine.db;

import dev.pilum.WriteResult;
import dev.pilum.engine.embed.Embedder;
import dev.pilum.engine.embed.UpdatedVectors;
import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.read.LiveMatches;
import dev.pilum.engine.row.KeyValues;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.Change;
import dev.pilum.engine.write.TableStore;
import dev.pilum.filter.Filter;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes that depend on the rows they find: they look at the newest view when their turn comes,
 * while nobody else commits.
 */
final class Updates {
  private Updates() {}

  /** Sets columns of the row with {@code key}. */
  static WriteResult ofKey(
      TableStore store, Schema schema, Embedder embedder, Object key, Map<String, ?> values) {
    Map<String, Column> assigned = assigned(schema, values);
    KeyReader reader = KeyReader.of(KeyValues.one(KeyValues.field(schema), key));
    UpdatedVectors vectors = new UpdatedVectors(schema, assigned);
    return commit(
        store,
        schema,
        embedder,
        vectors,
        view -> {
          Rows rows = new Rows(schema, assigned, vectors);
          KeyLookup.readyForWriting(view);
          long place = KeyLookup.find(view, reader, 0);
          if (place != KeyLookup.NONE) {
            rows.add(view.sources().get(KeyLookup.source(place)), KeyLookup.ordinal(place));
          }
          return rows.edit();
        });
  }

  /**
   * Sets columns of all rows that match.
   *
   * @param check run every 16,384 rows while the filter is asked; may throw to give the change up
   */
  static WriteResult where(
      TableStore store,
      Schema schema,
      Embedder embedder,
      Filter where,
      Map<String, ?> values,
      Runnable check) {
    Map<String, Column> assigned = assigned(schema, values);
    FilterEvaluator filter = FilterEvaluator.of(where, schema);
    UpdatedVectors vectors = new UpdatedVectors(schema, assigned);
    return commit(
        store,
        schema,
        embedder,
        vectors,
        view -> matching(view, filter, check, new Rows(schema, assigned, vectors)).edit());
  }

  private static WriteResult commit(
      TableStore store,
      Schema schema,
      Embedder embedder,
      UpdatedVectors vectors,
      Function<TableView, Change.Edit> update) {
    return vectors.isEmpty()
        ? UnderSchema.commit(store, schema, new Change.Decide(update))
        : new EmbeddedUpdate(vectors, update).commit(store, schema, embedder);
  }

  /** Returns the change that removes all rows that match; {@code check} as above. */
  static Change delete(Schema schema, Filter where, Runnable check) {
    FilterEvaluator filter = FilterEvaluator.of(where, schema);
    return new Change.Decide(
        view -> matching(view, filter, check, new Rows(schema, null, null)).edit());
  }

  private static Rows matching(TableView view, FilterEvaluator filter, Runnable check, Rows rows) {
    LiveMatches.forEach(view, filter, check, (_, source, ordinal) -> rows.add(source, ordinal));
    return rows;
  }

  private static Map<String, Column> assigned(Schema schema, Map<String, ?> values) {
    if (values.isEmpty()) {
      throw new InvalidRequest("update needs at least one column to set");
    }
    Map<String, Column> assigned = new HashMap<>();
    values.forEach((name, value) -> {
      Field field = schema.field(name);
      if (name.equals(schema.key())) {
        throw new InvalidRequest(
            "column '" + name + "' is the key and cannot be set; delete the row and add another");
      }
      assigned.put(name, RowWriter.column(field, Collections.singletonList(value)));
    });
    return assigned;
  }

  /** Collects rows that go, and the rows that come instead when there are assignments. */
  private static final class Rows {
    private final Schema schema;
    private final @Nullable Map<String, Column> assigned;
    private final @Nullable UpdatedVectors vectors;
    private final List<ColumnBuilder> builders = new ArrayList<>();
    private long[] removed = new long[16];
    private int count;

    Rows(Schema schema, @Nullable Map<String, Column> assigned, @Nullable UpdatedVectors vectors) {
      this.schema = schema;
      this.assigned = assigned;
      this.vectors = vectors;
      schema
          .fields()
          .forEach(field -> builders.add(ColumnBuilder.of(field.type(), Allocator.heap())));
    }

    void add(SourceView source, int ordinal) {
      if (count == removed.length) {
        removed = Arrays.copyOf(removed, 2 * count);
      }
      removed[count++] = source.rowIds().longAt(ordinal);
      if (assigned != null) {
        for (int i = 0; i < builders.size(); i++) {
          Column value = valueOf(schema.fields().get(i).name(), source, ordinal);
          builders
              .get(i)
              .appendRow(
                  value == null ? source.rows().column(i) : value, value == null ? ordinal : 0);
        }
      }
    }

    /** Returns a column of one row with the new value, or {@code null} when it stays. */
    private @Nullable Column valueOf(String column, SourceView source, int ordinal) {
      Column value = assigned == null ? null : assigned.get(column);
      return value == null && vectors != null ? vectors.of(column, source.rows(), ordinal) : value;
    }

    Change.Edit edit() {
      List<Column> columns = builders.stream().map(ColumnBuilder::view).toList();
      RecordBatch rows = new RecordBatch(schema.fields(), assigned == null ? 0 : count, columns);
      return new Change.Edit(Arrays.copyOf(removed, count), rows);
    }
  }
}
