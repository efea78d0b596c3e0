package dev.pilum;

import dev.pilum.engine.row.RowReader;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One column of a {@link Batch}, read value by value without boxing. Rows are numbered from 0. Of a
 * row that {@link #isNull} the other methods return zeros, empty text or {@code null}. Safe for use
 * by many threads.
 */
public final class BatchColumn {
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final Field field;
  private final Column column;

  BatchColumn(Field field, Column column) {
    this.field = field;
    this.column = column;
  }

  /** Returns the column's name and type. */
  public Field field() {
    return field;
  }

  /** Returns how many rows there are. */
  public int rowCount() {
    return column.length();
  }

  /** Returns whether the row has no value. */
  public boolean isNull(int row) {
    return column.isNull(checked(row));
  }

  /** Returns a whole number; also the days of a date, the microseconds of a time or timestamp. */
  public long longAt(int row) {
    boolean fits =
        field.type() instanceof DataType.Int
            || field.type() instanceof DataType.Date
            || field.type() instanceof DataType.Time
            || field.type() instanceof DataType.Timestamp;
    require(fits, "whole numbers");
    return column.longAt(checked(row));
  }

  /** Returns a floating-point number. */
  public double doubleAt(int row) {
    require(field.type() instanceof DataType.FloatingPoint, "floating-point numbers");
    return column.doubleAt(checked(row));
  }

  /** Returns true or false. */
  public boolean booleanAt(int row) {
    require(field.type() instanceof DataType.Bool, "booleans");
    return column.booleanAt(checked(row));
  }

  /** Returns text, or {@code null} for a row without a value. */
  public @Nullable String textAt(int row) {
    require(field.type() instanceof DataType.Utf8, "text");
    return isNull(row) ? null : new String(column.bytesAt(row), StandardCharsets.UTF_8);
  }

  /**
   * Writes a vector's coordinates, of bits zeros and ones, to the beginning of {@code target},
   * which is at least as long as the dimension.
   */
  public void vectorAt(int row, float[] target) {
    require(field.type() instanceof DataType.Vector, "vectors");
    DataType.Vector type = (DataType.Vector) field.type();
    Objects.checkFromIndexSize(0, type.dimension(), target.length);
    MemorySegment bytes = column.slice(checked(row));
    for (int i = 0; i < type.dimension(); i++) {
      target[i] =
          switch (type.element()) {
            case FLOAT32 -> bytes.get(FLOAT, 4L * i);
            case FLOAT16 -> Float.float16ToFloat(bytes.get(SHORT, 2L * i));
            case INT8 -> bytes.get(ValueLayout.JAVA_BYTE, i);
            case BIT -> (bytes.get(ValueLayout.JAVA_BYTE, i >>> 3) >>> (7 - (i & 7))) & 1;
          };
    }
  }

  /** Returns a value of any type as its Java type, or {@code null}; this one boxes. */
  public @Nullable Object valueAt(int row) {
    return RowReader.value(column, checked(row));
  }

  private int checked(int row) {
    return Objects.checkIndex(row, column.length());
  }

  private void require(boolean fits, String what) {
    if (!fits) {
      throw new InvalidRequest(
          "column '%s' has type %s and holds no %s"
              .formatted(field.name(), field.type().describe(), what));
    }
  }
}
