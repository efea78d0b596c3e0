package dev.pilum.engine.write;

import dev.pilum.engine.table.SourceView;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Computes a new column over the rows of one source. One thread. */
final class ColumnFill {
  /** As many rows as filters compute at once; a multiple of 8. */
  private static final int BLOCK = 4_096;

  private final SourceView source;
  private final SchemaChange.NewColumn wanted;
  private final List<Field> fields;
  private final List<Column> columns = new ArrayList<>();

  /** Reads the live rows of {@code source}; dead ones get no value. */
  ColumnFill(SourceView source, SchemaChange.NewColumn wanted) {
    this.source = source;
    this.wanted = wanted;
    this.fields =
        source.rows().fields().stream().filter(f -> wanted.reads().contains(f.name())).toList();
    for (Field field : fields) {
      columns.add(source.rows().column(field.name()));
    }
  }

  /**
   * Returns the column.
   *
   * @param allocator where its values are
   * @param done told after each block how many rows it had
   */
  Column column(Allocator allocator, IntConsumer done) {
    ColumnBuilder filled = ColumnBuilder.of(wanted.field().type(), allocator);
    filled.reserve(source.rowCount());
    for (int from = 0; from < source.rowCount(); from += BLOCK) {
      int end = Math.min(source.rowCount(), from + BLOCK);
      append(from, end, filled);
      done.accept(end - from);
    }
    return filled.view();
  }

  private void append(int from, int end, ColumnBuilder filled) {
    RecordBatch alive = alive(from, end);
    Column values = wanted.values().of(alive);
    assert values.length() == alive.rowCount() : "a value for each row";
    if (alive.rowCount() == end - from) {
      filled.appendRange(values, 0, values.length());
      return;
    }
    int next = 0;
    for (int ordinal = from; ordinal < end; ordinal++) {
      if (source.dead().contains(ordinal)) {
        filled.appendNull();
      } else {
        filled.appendRow(values, next++);
      }
    }
  }

  private RecordBatch alive(int from, int end) {
    List<ColumnBuilder> builders = new ArrayList<>(columns.size());
    columns.forEach(column -> builders.add(ColumnBuilder.of(column.type(), Allocator.heap())));
    int count = 0;
    for (int ordinal = from; ordinal < end; ordinal++) {
      if (!source.dead().contains(ordinal)) {
        for (int i = 0; i < builders.size(); i++) {
          builders.get(i).appendRow(columns.get(i), ordinal);
        }
        count++;
      }
    }
    return new RecordBatch(fields, count, builders.stream().map(ColumnBuilder::view).toList());
  }
}
