package dev.pilum.engine.filter;

import dev.pilum.filter.Expression;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.scalar.SortKeys;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns rows into byte strings that compare, byte by byte and unsigned, as the rows are ordered;
 * equal rows have equal strings. Made once for a query; immutable, for any number of threads.
 */
public final class RowKeys {
  private final List<Part> parts;
  private final Set<String> columns;
  private final boolean stored;

  private RowKeys(List<Part> parts, Set<String> columns, boolean stored) {
    this.parts = parts;
    this.columns = columns;
    this.stored = stored;
  }

  /**
   * One of the values that rows are ordered by.
   *
   * @param expression the value
   * @param descending whether the greatest comes first
   * @param nullsFirst whether rows without a value come before all others
   */
  public record Sort(Expression expression, boolean descending, boolean nullsFirst) {}

  private record Part(Value value, Sort sort) {}

  /**
   * Checks and compiles what rows are ordered by, the first deciding, the others where it is equal.
   *
   * @throws InvalidRequest when a column is unknown or cannot be ordered
   */
  public static RowKeys of(List<Sort> sorts, Schema schema) {
    List<Part> parts = new ArrayList<>(sorts.size());
    Set<String> columns = new LinkedHashSet<>();
    boolean stored = true;
    for (Sort sort : sorts) {
      Value value = new FilterCompiler(schema).compile(sort.expression());
      if (!value.type().isScalar()) {
        throw new InvalidRequest("values of type " + value.type().describe() + " have no order");
      }
      FilterCheck.collect(sort.expression(), columns);
      stored &= value instanceof Value.Stored;
      parts.add(new Part(value, sort));
    }
    return new RowKeys(List.copyOf(parts), Set.copyOf(columns), stored);
  }

  /** Returns a writer of the keys of rows of a batch. */
  public Writer over(RecordBatch batch) {
    return new Writer(batch);
  }

  /** Writes keys of rows of one batch; cheapest in the rows' order. One thread. */
  public final class Writer {
    private final RecordBatch batch;
    private List<Column> window = List.of();
    private int from;
    private int end;

    private Writer(RecordBatch batch) {
      this.batch = batch;
    }

    /** Appends the key of a row. */
    public void write(int row, KeyBytes key) {
      if (row >= end || row < from) {
        move(row);
      }
      for (int i = 0; i < window.size(); i++) {
        append(parts.get(i), window.get(i), row - from, key);
      }
    }

    /** Computes the values of the block around a row; stored ones are there as a whole. */
    private void move(int row) {
      from = stored ? 0 : row - row % SortKeys.BLOCK;
      end = stored ? batch.rowCount() : Math.min(batch.rowCount(), from + SortKeys.BLOCK);
      RecordBatch rows = stored ? batch : Windows.of(batch, columns, from, end - from);
      window = new ArrayList<>(parts.size());
      for (Part part : parts) {
        window.add(part.value().in(rows));
      }
    }
  }

  private static void append(Part part, Column column, int row, KeyBytes key) {
    boolean none = column.isNull(row);
    // The byte for null is not turned round: where nulls come is said by itself.
    key.add(none == part.sort().nullsFirst() ? 0 : 1);
    if (none) {
      return;
    }
    int start = key.length();
    append(column, row, key);
    if (part.sort().descending()) {
      key.invert(start);
    }
  }

  private static void append(Column column, int row, KeyBytes key) {
    switch (column.type()) {
      case DataType.Bool b -> key.add(column.booleanAt(row) ? 1 : 0);
      case DataType.FloatingPoint f -> key.addLong(SortKeys.of(column.doubleAt(row)));
      case DataType.Decimal d -> {
        key.addLong(column.bytes().get(Layout.LONG, row * 16L + 8));
        key.addUnsigned(column.bytes().get(Layout.LONG, row * 16L));
      }
      case DataType.Uuid u -> key.addFixed(column.bytesAt(row));
      case DataType.Utf8 u -> key.addVarying(column.bytesAt(row));
      case DataType.Binary b -> key.addVarying(column.bytesAt(row));
      default -> key.addLong(column.longAt(row));
    }
  }
}
