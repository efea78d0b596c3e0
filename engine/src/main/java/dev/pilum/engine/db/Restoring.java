package dev.pilum.engine.db;

import dev.pilum.WriteResult;
import dev.pilum.engine.row.ArrayColumns;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.engine.write.Change;
import dev.pilum.engine.write.SchemaChange;
import dev.pilum.engine.write.SchemaChange.NewColumn;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.Conflict;
import dev.pilum.storage.manifest.SchemaHistory;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/*
 * Rows that an older version shows all have its columns, in their segments, as long as it is kept. So a column that comes back needs no
 * value: rows that came without it go with the same version, and segments that lack it get nulls, which nobody sees.
 */
/** Makes a table what it was at an older version. */
final class Restoring {
  private Restoring() {}

  /**
   * Restores a version.
   *
   * @param schema the columns that the table has
   * @throws Conflict when it has others meanwhile; nothing was changed then
   */
  static WriteResult restore(TableStore store, Schema schema, long version) {
    TableView then = Versions.checkout(store, version);
    Schema columns = then.schema();
    then.release();
    if (columns.equals(schema)) {
      Change.Decide rows = new Change.Decide(view -> edit(store, view, schema, version));
      return UnderSchema.commit(store, schema, rows);
    }
    AtomicReference<Change.Edit> moved = new AtomicReference<>();
    SchemaChange.Rows rows =
        view -> {
          Change.Edit edit = edit(store, view, columns, version);
          moved.set(edit);
          return edit;
        };
    long made =
        store
            .upkeep()
            .schemas()
            .change(
                (now, history) -> change(store, schema, now, history, columns, rows),
                (done, total) -> {});
    Change.Edit edit = moved.get();
    return new WriteResult(made, edit.rows().rowCount(), edit.removedRowIds().length);
  }

  private static SchemaChange change(
      TableStore store,
      Schema expected,
      Schema now,
      SchemaHistory history,
      Schema columns,
      SchemaChange.Rows rows) {
    if (now != expected) {
      throw new Conflict(
          "the columns of table '%s' were changed meanwhile; restore again"
              .formatted(store.folder().root()));
    }
    TextColumns.requireLibraries(columns);
    List<NewColumn> back = new ArrayList<>();
    for (Field field : columns.fields()) {
      if (now.withId(field.id()) == null) {
        back.add(
            new NewColumn(
                field, Set.of(), batch -> ArrayColumns.allNull(field.type(), batch.rowCount())));
      }
    }
    return new SchemaChange(
        columns, history.nextFieldId(now), back, successors(now, columns), rows);
  }

  /** What indexed a column is to index the one of that name. */
  private static Map<Integer, Integer> successors(Schema now, Schema columns) {
    Map<Integer, Integer> successors = new HashMap<>();
    for (Field field : now.fields()) {
      if (columns.withId(field.id()) == null && columns.has(field.name())) {
        successors.put(field.id(), columns.field(field.name()).id());
      }
    }
    return successors;
  }

  /** Returns the rows that go and those that come, with these columns, which the version has. */
  private static Change.Edit edit(TableStore store, TableView view, Schema columns, long version) {
    TableView then = Versions.asOf(store, view, version);
    try {
      Restored restored = new Restored(columns);
      RowMoves.forEachGone(view, then, restored::remove);
      RowMoves.forEachGone(then, view, restored::bringBack);
      return restored.edit();
    } finally {
      then.release();
    }
  }

  /** Collects what a restored version brings back, and what it does not have. */
  private static final class Restored {
    private final Schema schema;
    private final List<ColumnBuilder> builders = new ArrayList<>();
    private long[] removed = new long[16];
    private int removedCount;
    private int count;

    Restored(Schema schema) {
      this.schema = schema;
      schema
          .fields()
          .forEach(field -> builders.add(ColumnBuilder.of(field.type(), Allocator.heap())));
    }

    void remove(SourceView source, int ordinal) {
      if (removedCount == removed.length) {
        removed = Arrays.copyOf(removed, 2 * removedCount);
      }
      removed[removedCount++] = source.rowIds().longAt(ordinal);
    }

    void bringBack(SourceView source, int ordinal) {
      for (int i = 0; i < builders.size(); i++) {
        builders.get(i).appendRow(source.rows().column(i), ordinal);
      }
      count++;
    }

    Change.Edit edit() {
      List<Column> columns = builders.stream().map(ColumnBuilder::view).toList();
      return new Change.Edit(
          Arrays.copyOf(removed, removedCount), new RecordBatch(schema.fields(), count, columns));
    }
  }
}
