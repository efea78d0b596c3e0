package dev.pilum.engine.merge;

import dev.pilum.engine.filter.KeyBytes;
import dev.pilum.engine.filter.RowKeys;
import dev.pilum.filter.Expression;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Schema;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns by which rows match, seen in batches of one schema. Immutable. */
public final class MatchColumns {
  private final List<String> names;
  private final RowKeys keys;

  /**
   * Checks columns.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when one is unknown or no scalar
   */
  public static void check(List<String> names, Schema schema) {
    RowKeys _ = keys(names, schema);
  }

  MatchColumns(List<String> names, Schema schema) {
    this.names = List.copyOf(names);
    this.keys = keys(names, schema);
  }

  private static RowKeys keys(List<String> names, Schema schema) {
    return RowKeys.of(
        names.stream()
            .map(name -> new RowKeys.Sort(new Expression.Column(name), false, false))
            .toList(),
        schema);
  }

  /** Returns a reader of what rows of a batch match by. */
  Keys over(RecordBatch batch) {
    return new Keys(names.stream().map(batch::column).toList(), keys.over(batch));
  }

  /** What rows of one batch match by: equal bytes. One thread. */
  static final class Keys {
    private final List<Column> columns;
    private final RowKeys.Writer writer;
    private final KeyBytes bytes = new KeyBytes();

    private Keys(List<Column> columns, RowKeys.Writer writer) {
      this.columns = columns;
      this.writer = writer;
    }

    /** Returns what a row matches by, or {@code null} when a value is missing: it matches none. */
    @Nullable ByteBuffer at(int row) {
      for (Column column : columns) {
        if (column.isNull(row)) {
          return null;
        }
      }
      bytes.clear();
      writer.write(row, bytes);
      return ByteBuffer.wrap(bytes.toArray());
    }
  }
}
