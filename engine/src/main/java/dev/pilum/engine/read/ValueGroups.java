package dev.pilum.engine.read;

import dev.pilum.Group;
import dev.pilum.engine.filter.KeyBytes;
import dev.pilum.engine.filter.RowKeys;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.table.SourceView;
import dev.pilum.filter.Expression;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts rows by the value of one column, with memory for each value. One thread. */
final class ValueGroups {
  private final int column;
  private final RowKeys keys;
  private final KeyBytes key = new KeyBytes();
  private final Map<ByteBuffer, Count> counts = new HashMap<>();
  private @Nullable SourceView source;
  private RowKeys.@Nullable Writer writer;

  /**
   * Counts by a scalar column.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when there is no such column, or it is no scalar
   */
  ValueGroups(Schema schema, String column) {
    this.column = schema.indexOf(column);
    this.keys =
        RowKeys.of(List.of(new RowKeys.Sort(new Expression.Column(column), false, false)), schema);
  }

  private static final class Count {
    private final byte[] key;
    private final @Nullable Object value;
    private long rows;

    private Count(byte[] key, @Nullable Object value) {
      this.key = key;
      this.value = value;
    }
  }

  /** Counts a row. */
  void add(SourceView from, int ordinal) {
    RecordBatch rows = from.rows();
    RowKeys.Writer keyWriter = writer;
    if (keyWriter == null || source != from) {
      keyWriter = keys.over(rows);
      writer = keyWriter;
      source = from;
    }
    key.clear();
    keyWriter.write(ordinal, key);
    byte[] bytes = key.toArray();
    counts.computeIfAbsent(
            ByteBuffer.wrap(bytes),
            _ -> new Count(bytes, RowReader.value(rows.column(column), ordinal)))
        .rows++;
  }

  /** Returns how many values there are; null is none. */
  long values() {
    return counts.values().stream().filter(count -> count.value != null).count();
  }

  /** Returns the groups, the largest first, equal ones in the order of their values. */
  List<Group> groups() {
    List<Count> sorted = new ArrayList<>(counts.values());
    sorted.sort(
        Comparator.<Count>comparingLong(count -> -count.rows)
            .thenComparing(count -> count.key, Arrays::compareUnsigned));
    return sorted.stream().map(count -> new Group(count.value, count.rows)).toList();
  }
}
