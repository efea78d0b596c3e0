package dev.pilum.engine.read;

import dev.pilum.Batch;
import dev.pilum.engine.filter.RowValues;
import dev.pilum.engine.table.SourceView;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies rows of several sources into one batch on the heap, and computes what else is wanted of
 * them. Rows that follow one another in a source are copied together. One batch, one thread at a
 * time.
 */
final class BatchAssembler {
  private static final int ROWS_PER_LOOK = 256;

  private final Projection projection;
  private final List<Integer> columns;
  private final List<ColumnBuilder> builders;
  private @Nullable SourceView runSource;
  private int runStart;
  private int runLength;
  private int copied;
  private int nextLook = 1;

  /**
   * Starts without rows.
   *
   * @param projection what to copy, and to compute from what is copied
   */
  BatchAssembler(Projection projection) {
    this.projection = projection;
    this.columns = columns(projection);
    this.builders = new ArrayList<>(columns.size());
    for (int column : columns) {
      DataType type = projection.schema().fields().get(column).type();
      builders.add(ColumnBuilder.of(type, Allocator.heap()));
    }
  }

  /** Returns the places of the columns that are returned, or that something is computed from. */
  private static List<Integer> columns(Projection projection) {
    Set<Integer> columns = new LinkedHashSet<>();
    for (int place : projection.places()) {
      if (place != Projection.COMPUTED) {
        columns.add(place);
      }
    }
    RowValues computed = projection.computed();
    if (computed != null) {
      computed.columns().forEach(name -> columns.add(projection.schema().indexOf(name)));
    }
    return List.copyOf(columns);
  }

  /** Adds a row. */
  void add(SourceView source, int ordinal) {
    if (source != runSource || ordinal != runStart + runLength) {
      copyRun();
      runSource = source;
      runStart = ordinal;
    }
    runLength++;
  }

  /**
   * Returns whether there are so many rows, or so many bytes of them. Bytes are counted now and
   * then: the last rows, at most 256 and no more than there were before, may lie beyond.
   *
   * @param rows at least 1
   */
  boolean isFull(int rows, long bytes) {
    int count = copied + runLength;
    if (count >= rows) {
      return true;
    }
    if (count >= nextLook) {
      copyRun();
      long used = sizeBytes();
      long fitting = (bytes - used) / Math.max(1, used / count);
      nextLook = count + Math.clamp(fitting, 1, Math.min(count, ROWS_PER_LOOK));
      return used >= bytes;
    }
    return false;
  }

  /** Returns all rows; nothing can be added any more. */
  Batch batch() {
    copyRun();
    List<Field> stored = columns.stream().map(projection.schema().fields()::get).toList();
    RecordBatch rows =
        new RecordBatch(stored, copied, builders.stream().map(ColumnBuilder::view).toList());
    RowValues values = projection.computed();
    Iterator<Column> computed =
        values == null ? Collections.emptyIterator() : values.of(rows).iterator();
    List<Column> result = new ArrayList<>(projection.fields().size());
    for (int place : projection.places()) {
      result.add(
          place == Projection.COMPUTED ? computed.next() : rows.column(columns.indexOf(place)));
    }
    return Batch.wrap(new RecordBatch(projection.fields(), copied, result));
  }

  private long sizeBytes() {
    long bytes = 0;
    for (ColumnBuilder builder : builders) {
      bytes += builder.sizeBytes();
    }
    return bytes;
  }

  private void copyRun() {
    SourceView source = runSource;
    if (source != null && runLength > 0) {
      for (int i = 0; i < columns.size(); i++) {
        builders.get(i).appendRange(source.rows().column(columns.get(i)), runStart, runLength);
      }
      copied += runLength;
      runLength = 0;
      runSource = null;
    }
  }
}
