package dev.pilum.engine.db;

import dev.pilum.ColumnDiff;
import dev.pilum.Row;
import dev.pilum.VersionDiff;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells how two versions of a table differ. */
final class VersionDiffs {
  private VersionDiffs() {}

  static VersionDiff diff(TableStore store, long from, long to) {
    TableView view = store.acquire();
    try {
      TableView before = Versions.asOf(store, view, from);
      try {
        TableView after = Versions.asOf(store, view, to);
        try {
          return diff(before, after);
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

  private static VersionDiff diff(TableView before, TableView after) {
    List<Row> went = new ArrayList<>();
    List<Row> came = new ArrayList<>();
    Row old = RowReader.emptyRow(before.schema().fields());
    Row now = RowReader.emptyRow(after.schema().fields());
    RowMoves.forEachGone(
        before, after, (source, row) -> went.add(RowReader.fill(old, source.rows(), row)));
    RowMoves.forEachGone(
        after, before, (source, row) -> came.add(RowReader.fill(now, source.rows(), row)));
    ColumnDiff columns = columns(before.schema(), after.schema());
    String oldKey = before.schema().key();
    String newKey = after.schema().key();
    if (oldKey == null || newKey == null) {
      return new VersionDiff(before.version(), after.version(), came, List.of(), went, columns);
    }
    Map<Object, Row> wentByKey = byKey(went, oldKey);
    Map<Object, Row> cameByKey = byKey(came, newKey);
    Map<String, String> common =
        columns.isEmpty() ? Map.of() : common(before.schema(), after.schema());
    return new VersionDiff(
        before.version(),
        after.version(),
        came.stream().filter(row -> !wentByKey.containsKey(keyOf(row, newKey))).toList(),
        came.stream()
            .filter(row -> isReplaced(row, wentByKey.get(keyOf(row, newKey)), columns, common))
            .toList(),
        went.stream().filter(row -> !cameByKey.containsKey(keyOf(row, oldKey))).toList(),
        columns);
  }

  private static ColumnDiff columns(Schema before, Schema after) {
    List<String> added = new ArrayList<>();
    List<String> dropped = new ArrayList<>();
    List<String> exchanged = new ArrayList<>();
    SortedMap<String, String> renamed = new TreeMap<>();
    for (Field field : after.fields()) {
      Field known = before.withId(field.id());
      if (known != null && !known.name().equals(field.name())) {
        renamed.put(known.name(), field.name());
      } else if (known == null) {
        (isExchanged(field, before, after) ? exchanged : added).add(field.name());
      }
    }
    for (Field field : before.fields()) {
      if (after.withId(field.id()) == null && !isExchanged(field, after, before)) {
        dropped.add(field.name());
      }
    }
    return new ColumnDiff(added, dropped, renamed, exchanged);
  }

  /** Returns whether another version has a column of a field's name that this one does not have. */
  private static boolean isExchanged(Field field, Schema other, Schema own) {
    return other.has(field.name()) && own.withId(other.field(field.name()).id()) == null;
  }

  /** Returns the names of the columns that both have: before, and after. */
  private static Map<String, String> common(Schema before, Schema after) {
    Map<String, String> common = new HashMap<>();
    for (Field field : after.fields()) {
      Field known = before.withId(field.id());
      if (known != null) {
        common.put(known.name(), field.name());
      }
    }
    return common;
  }

  private static Map<Object, Row> byKey(List<Row> rows, String key) {
    Map<Object, Row> byKey = new HashMap<>();
    rows.forEach(row -> byKey.put(keyOf(row, key), row));
    return byKey;
  }

  /** Returns a key that can be compared: arrays cannot. */
  private static Object keyOf(Row row, String key) {
    Object value = row.get(key);
    assert value != null : "a row has its key";
    return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
  }

  private static boolean isReplaced(
      Row now, @Nullable Row then, ColumnDiff columns, Map<String, String> common) {
    return then != null
        && (columns.isEmpty()
            || common.entrySet().stream()
                .anyMatch(names -> !same(then.get(names.getKey()), now.get(names.getValue()))));
  }

  /** Returns whether values are equal; those of lists and structs may be arrays too. */
  private static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one instanceof List<?> list && other instanceof List<?> others) {
      boolean same = list.size() == others.size();
      for (int i = 0; same && i < list.size(); i++) {
        same = same(list.get(i), others.get(i));
      }
      return same;
    }
    if (one instanceof Map<?, ?> parts && other instanceof Map<?, ?> others) {
      return parts.keySet().equals(others.keySet())
          && parts.entrySet().stream()
              .allMatch(part -> same(part.getValue(), others.get(part.getKey())));
    }
    return Objects.deepEquals(one, other);
  }
}
