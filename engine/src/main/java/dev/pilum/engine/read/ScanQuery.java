package dev.pilum.engine.read;

import dev.pilum.Batch;
import dev.pilum.Row;
import dev.pilum.Scan;
import dev.pilum.engine.filter.FilterEvaluator;
import dev.pilum.engine.record.RecordRows;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.sql.SqlFilters;
import dev.pilum.engine.sql.SqlParameters;
import dev.pilum.engine.table.SourceView;
import dev.pilum.filter.Filter;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scan under construction. Immutable. */
final class ScanQuery implements Scan {
  private final Reads reads;
  private final @Nullable Filter filter;
  private final int[] columns;
  private final int limit;
  private final int offset;

  /** Starts with all rows and all columns. */
  ScanQuery(Reads reads) {
    this(reads, null, Projection.all(reads.schema()), Integer.MAX_VALUE, 0);
  }

  private ScanQuery(Reads reads, @Nullable Filter filter, int[] columns, int limit, int offset) {
    this.reads = reads;
    this.filter = filter;
    this.columns = columns;
    this.limit = limit;
    this.offset = offset;
  }

  /** Takes a row that the scan has reached. */
  private interface RowConsumer {
    void accept(SourceView source, int ordinal);
  }

  @Override
  public Scan where(Filter more) {
    return new ScanQuery(reads, filter == null ? more : filter.and(more), columns, limit, offset);
  }

  @Override
  public Scan where(String condition, @Nullable Object... values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public Scan where(String condition, Map<String, ? extends @Nullable Object> values) {
    return where(SqlFilters.filter(condition, SqlParameters.of(values), reads.schema()));
  }

  @Override
  public Scan select(String... names) {
    return new ScanQuery(reads, filter, Projection.of(reads.schema(), names), limit, offset);
  }

  @Override
  public Scan limit(int rows) {
    if (rows < 0) {
      throw new InvalidRequest("limit must not be negative, got " + rows);
    }
    return new ScanQuery(reads, filter, columns, rows, offset);
  }

  @Override
  public Scan offset(int rows) {
    if (rows < 0) {
      throw new InvalidRequest("offset must not be negative, got " + rows);
    }
    return new ScanQuery(reads, filter, columns, limit, rows);
  }

  @Override
  public List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    forEach((source, ordinal) -> rows.add(RowReader.row(source.rows(), ordinal, columns)));
    return rows;
  }

  @Override
  public <R extends Record> List<R> records(Class<R> type) {
    return rows().stream().map(row -> RecordRows.fromRow(row, type)).toList();
  }

  @Override
  public Batch batch() {
    List<Field> fields = new ArrayList<>(columns.length);
    List<ColumnBuilder> builders = new ArrayList<>(columns.length);
    for (int column : columns) {
      Field field = reads.schema().fields().get(column);
      fields.add(field);
      builders.add(ColumnBuilder.of(field.type(), Allocator.heap()));
    }
    int[] count = new int[1];
    forEach((source, ordinal) -> {
      for (int i = 0; i < columns.length; i++) {
        builders.get(i).appendRow(source.rows().column(columns[i]), ordinal);
      }
      count[0]++;
    });
    return Batch.wrap(
        new RecordBatch(fields, count[0], builders.stream().map(ColumnBuilder::view).toList()));
  }

  private void forEach(RowConsumer consumer) {
    FilterEvaluator compiled = filter == null ? null : FilterEvaluator.of(filter, reads.schema());
    reads.with(view -> {
      int toPass = offset;
      int left = limit;
      for (SourceView source : view.sources()) {
        if (left == 0) {
          break;
        }
        Selection selection = Selection.of(source, compiled);
        int passed = Math.min(toPass, selection.count());
        toPass -= passed;
        left -= passed < selection.count() ? hand(source, selection, passed, left, consumer) : 0;
      }
      return view;
    });
  }

  /**
   * Hands over at most {@code most} selected rows behind the first {@code passed}; returns how
   * many.
   */
  private static int hand(
      SourceView source, Selection selection, int passed, int most, RowConsumer consumer) {
    int seen = 0;
    int handed = 0;
    for (int row = selection.next(0, source.rowCount());
        row >= 0 && handed < most;
        row = selection.next(row + 1, source.rowCount())) {
      if (seen++ >= passed) {
        consumer.accept(source, row);
        handed++;
      }
    }
    return handed;
  }
}
