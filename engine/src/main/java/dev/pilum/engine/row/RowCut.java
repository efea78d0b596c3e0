package dev.pilum.engine.row;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Takes rows out of a batch. */
public final class RowCut {
  private RowCut() {}

  /** Returns the batch without some rows; the others are copied, in their order. */
  public static RecordBatch without(RecordBatch rows, BitSet gone) {
    if (gone.isEmpty()) {
      return rows;
    }
    BitSet kept = new BitSet();
    kept.set(0, rows.rowCount());
    kept.andNot(gone);
    return only(rows, kept);
  }

  /** Returns a copy of {@code count} rows from {@code from} on. */
  public static RecordBatch range(RecordBatch rows, int from, int count) {
    BitSet kept = new BitSet();
    kept.set(from, from + count);
    return only(rows, kept);
  }

  private static RecordBatch only(RecordBatch rows, BitSet kept) {
    List<Column> columns = new ArrayList<>();
    for (Column column : rows.columns()) {
      columns.add(only(column, kept));
    }
    return new RecordBatch(rows.fields(), kept.cardinality(), columns);
  }

  private static Column only(Column column, BitSet kept) {
    ColumnBuilder builder = ColumnBuilder.of(column.type(), Allocator.heap());
    int from = kept.nextSetBit(0);
    while (from >= 0) {
      int to = kept.nextClearBit(from);
      builder.appendRange(column, from, to - from);
      from = kept.nextSetBit(to);
    }
    return builder.view();
  }
}
