package dev.pilum.testkit.table;

import dev.pilum.Alteration;
import dev.pilum.Fill;
import dev.pilum.Table;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Changes of the columns, made to the model as they are noted. */
final class ColumnDraft {
  final Alteration alteration;
  private final Schema before;
  final List<String> names;
  final SortedMap<Long, Map<String, Object>> rows;
  final String firstKey;
  private final List<String> widened = new ArrayList<>();
  private final Map<String, String> origins = new HashMap<>();
  private boolean loosened;
  String key;

  ColumnDraft(Table table, List<String> names, SortedMap<Long, Map<String, Object>> rows) {
    this.alteration = table.alter();
    this.before = table.schema();
    this.names = names;
    this.rows = rows;
    this.firstKey = String.valueOf(before.key());
    this.key = firstKey;
    names.forEach(name -> origins.put(name, name));
  }

  /** What a row gets. */
  interface Filled {
    Object of(long id);
  }

  void add(String name, DataType type, Fill fill, Filled value) {
    add(name, Field.of(name, type), fill, value);
  }

  void add(String name, Field like, Fill fill, Filled value) {
    if (!names.contains(name)) {
      alteration.add(like.withName(name), fill);
      names.add(name);
      rows.forEach((id, row) -> put(row, name, value.of(id)));
    }
  }

  void drop(String name) {
    if (names.size() > 2) {
      alteration.drop(name);
      names.remove(name);
      origins.remove(name);
      rows.values().forEach(row -> row.remove(name));
    }
  }

  void rename(String name, String other) {
    if (!names.contains(other)) {
      alteration.rename(name, other);
      names.set(names.indexOf(name), other);
      rows.values().forEach(row -> put(row, other, row.remove(name)));
      String origin = origins.remove(name);
      if (origin != null) {
        origins.put(other, origin);
      }
      key = name.equals(key) ? other : key;
    }
  }

  void widen(String name) {
    String origin = origins.get(name);
    boolean isNarrow =
        origin != null
            && before.field(origin).type() instanceof DataType.Int(int bits, boolean s)
            && bits == 32;
    if (isNarrow && !widened.contains(origin)) {
      alteration.widen(name, Types.int64());
      widened.add(origin);
      rows.values()
          .forEach(
              row -> put(row, name, row.get(name) instanceof Integer i ? (Object) (long) i : null));
    }
  }

  void allowNulls(String name) {
    String origin = origins.get(name);
    if (origin != null && !before.field(origin).nullable()) {
      alteration.allowNulls(name);
      loosened = true;
    }
  }

  /** Returns whether anything is other than before: two changes may undo each other. */
  boolean changes() {
    boolean same = names.equals(before.names()) && widened.isEmpty() && !loosened;
    return !same || !names.stream().allMatch(name -> name.equals(origins.get(name)));
  }

  private static void put(Map<String, Object> row, String name, Object value) {
    if (value == null) {
      row.remove(name);
    } else {
      row.put(name, value);
    }
  }
}
