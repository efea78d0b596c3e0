package dev.pilum;

import dev.pilum.engine.row.ArrayColumns;
import dev.pilum.engine.row.MultivectorCells;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects whole columns for a bulk write, without boxing a value. Arrays are used as they are, not
 * copied: leave them alone until the write has returned. Columns not set are null. One thread at a
 * time.
 */
public final class BatchBuilder {
  private final Schema schema;
  private final Map<String, Column> columns = new HashMap<>();
  private int rowCount = -1;

  /** Starts an empty batch for tables of this schema; {@link Table#newBatch()} is the usual way. */
  public BatchBuilder(Schema schema) {
    this.schema = schema;
  }

  /** Sets a column of whole numbers, dates (days), times or timestamps (microseconds). */
  public BatchBuilder longs(String column, long[] values) {
    return put(column, ArrayColumns.ofLongs(schema.field(column), values));
  }

  /** Sets a column of whole numbers or dates (days). */
  public BatchBuilder ints(String column, int[] values) {
    return put(column, ArrayColumns.ofInts(schema.field(column), values));
  }

  /** Sets a column of floating-point numbers. */
  public BatchBuilder doubles(String column, double[] values) {
    return put(column, ArrayColumns.ofDoubles(schema.field(column), values));
  }

  /** Sets a column of text; entries may be {@code null}. */
  public BatchBuilder strings(String column, @Nullable String[] values) {
    return put(column, ArrayColumns.ofStrings(schema.field(column), values));
  }

  /**
   * Sets a column of float32 or float16 vectors, one row after another: {@code rows * dimension}
   * coordinates. Vectors of bits too, as zeros and ones.
   */
  public BatchBuilder vectors(String column, float[] coordinates) {
    return put(column, ArrayColumns.ofVectors(schema.field(column), coordinates));
  }

  /**
   * Sets a column of int8 vectors, one row after another: {@code rows * dimension} coordinates. Or
   * of vectors of bits: {@code rows * dimension / 8} bytes, the first bit in the highest.
   */
  public BatchBuilder vectors(String column, byte[] bytes) {
    return put(column, ArrayColumns.ofByteVectors(schema.field(column), bytes));
  }

  /**
   * Sets a column of several float32 or float16 vectors in each row.
   *
   * @param counts how many vectors each row has, 0 or more
   * @param coordinates of all vectors, one after another
   */
  public BatchBuilder vectors(String column, int[] counts, float[] coordinates) {
    return put(column, MultivectorCells.column(schema.field(column), counts, coordinates));
  }

  /** Sets a column of any type from single values, boxed; entries may be {@code null}. */
  public BatchBuilder values(String column, List<? extends @Nullable Object> values) {
    return put(column, RowWriter.column(schema.field(column), values));
  }

  /**
   * Returns the batch.
   *
   * @throws InvalidRequest when no column was set, or one that must not be null is missing
   */
  public Batch build() {
    if (rowCount < 0) {
      throw new InvalidRequest("the batch has no column; set at least one");
    }
    List<Column> inOrder = new ArrayList<>();
    for (Field field : schema.fields()) {
      inOrder.add(columnOf(field));
    }
    return Batch.wrap(new RecordBatch(schema.fields(), rowCount, inOrder));
  }

  private Column columnOf(Field field) {
    Column column = columns.get(field.name());
    if (column == null && !field.nullable()) {
      throw new InvalidRequest("column '" + field.name() + "' must not be null; set it");
    }
    return column == null ? ArrayColumns.allNull(field.type(), rowCount) : column;
  }

  private BatchBuilder put(String name, Column column) {
    if (rowCount >= 0 && column.length() != rowCount) {
      throw new InvalidRequest(
          "column '%s' has %d rows, others have %d".formatted(name, column.length(), rowCount));
    }
    rowCount = column.length();
    columns.put(name, column);
    return this;
  }

  /** Returns the type of a column, for callers that fill columns generically. */
  public DataType typeOf(String column) {
    return schema.field(column).type();
  }
}
