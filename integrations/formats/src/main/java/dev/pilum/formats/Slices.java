package dev.pilum.formats;

import dev.pilum.Batch;
import dev.pilum.formats.spi.ReadBatch;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Parts of batches. */
final class Slices {
  private Slices() {}

  /** Returns the rows whose number in the input is at least {@code ordinal}. */
  static ReadBatch from(ReadBatch batch, long ordinal) {
    int at = Arrays.binarySearch(batch.ordinals(), ordinal);
    int first = at < 0 ? -at - 1 : at;
    return first == 0 ? batch : rows(batch, first, batch.ordinals().length);
  }

  /** Returns the rows from {@code from} up to {@code to}, with those rejected behind them. */
  static ReadBatch rows(ReadBatch batch, int from, int to) {
    RecordBatch all = batch.rows().columns();
    List<Column> columns = new ArrayList<>();
    for (Column column : all.columns()) {
      ColumnBuilder part = ColumnBuilder.of(column.type(), Allocator.heap());
      part.appendRange(column, from, to - from);
      columns.add(part.view());
    }
    long[] ordinals = batch.ordinals();
    return new ReadBatch(
        Batch.wrap(new RecordBatch(all.fields(), to - from, columns)),
        Arrays.copyOfRange(ordinals, from, to),
        Arrays.copyOfRange(batch.lines(), from, to),
        to == ordinals.length ? batch.end() : ordinals[to]);
  }
}
