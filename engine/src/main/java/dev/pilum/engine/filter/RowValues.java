package dev.pilum.engine.filter;

import dev.pilum.filter.Expression;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.scalar.SortKeys;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Values computed from rows, for queries that return them. Made once for a query; immutable, for
 * any number of threads.
 */
public final class RowValues {
  private final List<Value> values;
  private final Set<String> columns;

  private RowValues(List<Value> values, Set<String> columns) {
    this.values = List.copyOf(values);
    this.columns = Set.copyOf(columns);
  }

  /**
   * Checks and compiles values.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when they do not fit the schema
   */
  public static RowValues of(List<Expression> expressions, Schema schema) {
    List<Value> values = new ArrayList<>(expressions.size());
    Set<String> columns = new LinkedHashSet<>();
    for (Expression expression : expressions) {
      values.add(new FilterCompiler(schema).compile(expression));
      FilterCheck.collect(expression, columns);
    }
    return new RowValues(values, columns);
  }

  /** Returns the values' types, in order. */
  public List<DataType> types() {
    return values.stream().map(Value::type).toList();
  }

  /** Returns the names of the columns that the values are computed from. */
  public Set<String> columns() {
    return columns;
  }

  /**
   * Returns each value of all rows, on the heap.
   *
   * @param batch has at least the columns that are needed, of the schema's types
   */
  public List<Column> of(RecordBatch batch) {
    List<ColumnBuilder> builders = new ArrayList<>(values.size());
    for (Value value : values) {
      builders.add(ColumnBuilder.of(value.type(), Allocator.heap()));
    }
    for (int from = 0; from < batch.rowCount(); from += SortKeys.BLOCK) {
      int count = Math.min(SortKeys.BLOCK, batch.rowCount() - from);
      RecordBatch block = Windows.of(batch, columns, from, count);
      for (int i = 0; i < builders.size(); i++) {
        builders.get(i).appendRange(values.get(i).in(block), 0, count);
      }
    }
    return builders.stream().map(ColumnBuilder::view).toList();
  }
}
