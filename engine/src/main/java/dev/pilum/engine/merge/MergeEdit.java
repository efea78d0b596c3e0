package dev.pilum.engine.merge;

import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.Change;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Collects the rows that go and those that come instead. */
final class MergeEdit {
  private final TableView view;
  private final Schema schema;
  private final MergeSource source;
  private final List<ColumnBuilder> builders = new ArrayList<>();
  private long[] removed = new long[16];
  private int removedCount;
  private int written;
  private int inserted;

  MergeEdit(TableView view, MergeSource source) {
    this.view = view;
    this.schema = view.schema();
    this.source = source;
    schema
        .fields()
        .forEach(field -> builders.add(ColumnBuilder.of(field.type(), Allocator.heap())));
  }

  int inserted() {
    return inserted;
  }

  int updated() {
    return written - inserted;
  }

  int deleted() {
    return removedCount - updated();
  }

  /** Adds a row of the source. */
  void insert(int row) {
    for (int i = 0; i < builders.size(); i++) {
      String name = schema.fields().get(i).name();
      if (source.schema().has(name)) {
        builders.get(i).appendRow(source.rows().column(name), row);
      } else {
        builders.get(i).appendNull();
      }
    }
    written++;
    inserted++;
  }

  /** Writes a row of the table anew, with some columns of a row of the source. */
  void update(long place, int row, Set<String> columns) {
    RecordBatch target = view.sources().get(KeyLookup.source(place)).rows();
    for (int i = 0; i < builders.size(); i++) {
      String name = schema.fields().get(i).name();
      boolean taken = columns.contains(name);
      Column from = taken ? source.rows().column(name) : target.column(i);
      builders.get(i).appendRow(from, taken ? row : KeyLookup.ordinal(place));
    }
    written++;
    remove(place);
  }

  /** Takes a row of the table away. */
  void remove(long place) {
    if (removedCount == removed.length) {
      removed = Arrays.copyOf(removed, 2 * removedCount);
    }
    removed[removedCount++] = KeyLookup.rowId(view, place);
  }

  Change.Edit edit() {
    List<Column> columns = builders.stream().map(ColumnBuilder::view).toList();
    return new Change.Edit(
        Arrays.copyOf(removed, removedCount), new RecordBatch(schema.fields(), written, columns));
  }
}
