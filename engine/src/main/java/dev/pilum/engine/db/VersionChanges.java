package dev.pilum.engine.db;

import dev.pilum.Row;
import dev.pilum.VersionDiff;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.Change;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes and what goes between two versions of a table. Both are looked at in the same sources:
 * rows never move while a view is held.
 */
final class VersionChanges {
  private VersionChanges() {}

  /** Returns the change that makes the newest version equal to an older one. */
  static Change restore(TableStore store, long version) {
    Schema schema = store.schema();
    return new Change.Decide(view -> {
      TableView then = Versions.asOf(store, view, version);
      try {
        requireSameColumns(view, then);
        Restored restored = new Restored(schema);
        forEachGone(view, then, restored::remove);
        forEachGone(then, view, restored::bringBack);
        return restored.edit();
      } finally {
        then.release();
      }
    });
  }

  /** Returns how two versions differ. */
  static VersionDiff diff(TableStore store, long from, long to) {
    TableView view = store.acquire();
    try {
      TableView before = Versions.asOf(store, view, from);
      try {
        TableView after = Versions.asOf(store, view, to);
        try {
          requireSameColumns(after, before);
          return diff(before, after, before.schema().key());
        } finally {
          after.release();
        }
      } finally {
        before.release();
      }
    } finally {
      view.release();
    }
  }

  /** Rows of other columns are neither compared nor brought back. */
  private static void requireSameColumns(TableView one, TableView other) {
    if (!one.schema().equals(other.schema())) {
      throw new InvalidRequest(
          "versions %d and %d have other columns: %s and %s; check both out and take over the rows you want"
              .formatted(
                  one.version(),
                  other.version(),
                  one.schema().fields().stream().map(Field::describe).toList(),
                  other.schema().fields().stream().map(Field::describe).toList()));
    }
  }

  private static VersionDiff diff(TableView before, TableView after, @Nullable String key) {
    List<Row> went = new ArrayList<>();
    List<Row> came = new ArrayList<>();
    forEachGone(before, after, (source, row) -> went.add(RowReader.row(source.rows(), row)));
    forEachGone(after, before, (source, row) -> came.add(RowReader.row(source.rows(), row)));
    if (key == null) {
      return new VersionDiff(before.version(), after.version(), came, List.of(), went);
    }
    Set<Object> wentKeys = keys(went, key);
    Set<Object> cameKeys = keys(came, key);
    return new VersionDiff(
        before.version(),
        after.version(),
        came.stream().filter(row -> !wentKeys.contains(keyOf(row, key))).toList(),
        came.stream().filter(row -> wentKeys.contains(keyOf(row, key))).toList(),
        went.stream().filter(row -> !cameKeys.contains(keyOf(row, key))).toList());
  }

  private static Set<Object> keys(List<Row> rows, String key) {
    Set<Object> keys = new HashSet<>();
    rows.forEach(row -> keys.add(keyOf(row, key)));
    return keys;
  }

  /** Returns a key that can be compared: arrays cannot. */
  private static Object keyOf(Row row, String key) {
    Object value = row.get(key);
    assert value != null : "a row has its key";
    return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
  }

  /**
   * Visits the rows that are alive in one view and dead in another of the same sources, in order.
   */
  private static void forEachGone(
      TableView alive, TableView dead, ObjIntConsumer<SourceView> visitor) {
    for (int i = 0; i < alive.sources().size(); i++) {
      SourceView here = alive.sources().get(i);
      SourceView there = dead.sources().get(i);
      assert here.source() == there.source() : "views of the same sources";
      for (int word = 0; word << 6 < here.rowCount(); word++) {
        long gone = there.dead().word(word) & ~here.dead().word(word);
        for (; gone != 0; gone &= gone - 1) {
          visitor.accept(here, (word << 6) + Long.numberOfTrailingZeros(gone));
        }
      }
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
