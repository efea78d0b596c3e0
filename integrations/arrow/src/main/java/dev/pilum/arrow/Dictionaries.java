package dev.pilum.arrow;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dictionaries read so far. A later one replaces an earlier of the same number, or goes on from
 * it when it is a delta.
 */
final class Dictionaries {
  private final Map<Long, Column> byId = new HashMap<>();

  void put(long id, Column values, boolean delta) {
    Column before = byId.get(id);
    byId.put(id, delta && before != null ? joined(before, values) : values);
  }

  @Nullable Column get(long id) {
    return byId.get(id);
  }

  private static Column joined(Column before, Column more) {
    ColumnBuilder all = ColumnBuilder.of(before.type(), Allocator.heap());
    all.appendRange(before, 0, before.length());
    all.appendRange(more, 0, more.length());
    return all.view();
  }
}
