package dev.pilum.engine.db;

import dev.pilum.ColumnStats;
import dev.pilum.Order;
import dev.pilum.Row;
import dev.pilum.engine.read.Reads;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.TableStore;
import dev.pilum.filter.Filters;
import dev.pilum.storage.column.BatchCodec;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the figures of columns, all of one view. */
final class ColumnFigures {
  private ColumnFigures() {}

  static List<ColumnStats> of(TableStore store, Reads tableReads) {
    TableView view = store.acquire();
    try {
      Reads reads = tableReads.of(view.schema(), () -> retained(view));
      List<ColumnStats> columns = new ArrayList<>();
      for (Field field : view.schema().fields()) {
        columns.add(of(field, view, reads));
      }
      return columns;
    } finally {
      view.release();
    }
  }

  /** Returns the view with a reference more, which whoever reads it gives back. */
  private static TableView retained(TableView view) {
    boolean held = view.tryRetain();
    assert held : "the caller holds one";
    return view;
  }

  private static ColumnStats of(Field field, TableView view, Reads reads) {
    boolean ordered = hasOrder(field.type());
    return new ColumnStats(
        field.name(),
        field.type().describe(),
        bytes(field, view),
        reads.count(Filters.isNull(field.name())),
        ordered ? first(field, reads, Order.ascending(field.name())) : null,
        ordered ? first(field, reads, Order.descending(field.name())) : null);
  }

  private static long bytes(Field field, TableView view) {
    long bytes = 0;
    for (SourceView source : view.sources()) {
      RecordBatch rows = source.rows();
      RecordBatch alone =
          new RecordBatch(List.of(field), rows.rowCount(), List.of(rows.column(field.name())));
      bytes += BatchCodec.sizeBytes(alone);
    }
    return bytes;
  }

  /** Nulls come last either way. */
  private static @Nullable Object first(Field field, Reads reads, Order order) {
    List<Row> rows = reads.scan().select(field.name()).orderBy(order).limit(1).rows();
    return rows.isEmpty() ? null : rows.getFirst().get(field.name());
  }

  private static boolean hasOrder(DataType type) {
    return switch (type) {
      case DataType.Bool b -> true;
      case DataType.Int i -> true;
      case DataType.FloatingPoint f -> true;
      case DataType.Decimal d -> true;
      case DataType.Utf8 u -> true;
      case DataType.Date d -> true;
      case DataType.Time t -> true;
      case DataType.Timestamp t -> true;
      case DataType.Uuid u -> true;
      case DataType.Binary b -> false;
      case DataType.ListOf l -> false;
      case DataType.Struct s -> false;
      case DataType.Vector v -> false;
    };
  }
}
