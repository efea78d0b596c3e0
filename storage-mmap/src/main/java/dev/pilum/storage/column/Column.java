package dev.pilum.storage.column;

import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of one type, laid out in Arrow's buffers, read-only. A column does not own its memory:
 * whoever made the buffers says how long they live. Rows are numbered from 0; the reading methods
 * trust the caller with row numbers and types and check them only by assertion, and rely on {@link
 * MemorySegment}'s own bounds for safety.
 *
 * <p>Safe for use by many threads.
 *
 * @param type what the values are
 * @param length how many there are
 * @param validity one bit per value, lowest first, set when the value is there; {@code null} when
 *     every value is
 * @param offsets {@code length + 1} int32 for text, binary and lists; {@code null} for others
 * @param values the values' bytes; {@code null} for lists and structs
 * @param children the element column of a list, the fields of a struct; empty for others
 */
public record Column(
    DataType type,
    int length,
    @Nullable MemorySegment validity,
    @Nullable MemorySegment offsets,
    @Nullable MemorySegment values,
    List<Column> children) {
  public Column {
    children = List.copyOf(children);
  }

  /** Returns whether the row has no value. */
  public boolean isNull(int row) {
    assert row >= 0 && row < length : row + " of " + length;
    MemorySegment bits = validity;
    return bits != null && !bit(bits, row);
  }

  /** Returns how many rows have no value, by counting. */
  public int nullCount() {
    int nulls = 0;
    if (validity != null) {
      for (int row = 0; row < length; row++) {
        nulls += isNull(row) ? 1 : 0;
      }
    }
    return nulls;
  }

  /** Returns a bool. */
  public boolean booleanAt(int row) {
    return bit(bytes(), row);
  }

  /**
   * Returns an integer, widened by its own signedness; also days of a date, microseconds of a time
   * or timestamp.
   */
  public long longAt(int row) {
    MemorySegment bytes = bytes();
    return switch (type) {
      case DataType.Int i when i.bits() == 64 -> bytes.get(Layout.LONG, row * 8L);
      case DataType.Int i when i.bits() == 32 -> widen(bytes.get(Layout.INT, row * 4L), i);
      case DataType.Int i when i.bits() == 16 -> widen(bytes.get(Layout.SHORT, row * 2L), i);
      case DataType.Int i -> widen(bytes.get(ValueLayout.JAVA_BYTE, row), i);
      case DataType.Date d -> bytes.get(Layout.INT, row * 4L);
      case DataType.Time t -> bytes.get(Layout.LONG, row * 8L);
      case DataType.Timestamp t -> bytes.get(Layout.LONG, row * 8L);
      default -> throw new AssertionError("no whole number in " + type.describe());
    };
  }

  /** Returns a floating-point number, widened. */
  public double doubleAt(int row) {
    MemorySegment bytes = bytes();
    return switch (((DataType.FloatingPoint) type).bits()) {
      case 64 -> bytes.get(Layout.DOUBLE, row * 8L);
      case 32 -> bytes.get(Layout.FLOAT, row * 4L);
      default -> Float.float16ToFloat(bytes.get(Layout.SHORT, row * 2L));
    };
  }

  /**
   * Returns the place of the first byte of a text or binary value, or of the first element of a
   * list, inside its buffer.
   */
  public int startOf(int row) {
    MemorySegment starts = offsets;
    assert starts != null : "no offsets in " + type.describe();
    return starts.get(Layout.INT, row * 4L);
  }

  /**
   * Returns the place behind the last byte of a text or binary value, or of the last element of a
   * list.
   */
  public int endOf(int row) {
    return startOf(row + 1);
  }

  /** Returns the bytes of one value of fixed width, text, binary or vector, without copying. */
  public MemorySegment slice(int row) {
    return switch (Layout.of(type)) {
      case Layout.Fixed f -> bytes().asSlice((long) row * f.bytes(), f.bytes());
      case Layout.Dense d -> bytes().asSlice((long) row * d.bytes(), d.bytes());
      case Layout.Variable v -> bytes().asSlice(startOf(row), endOf(row) - startOf(row));
      case Layout.Bits b -> throw new AssertionError("bits have no slices");
      case Layout.Runs r -> throw new AssertionError("lists have no slices");
      case Layout.Side s -> throw new AssertionError("structs have no slices");
    };
  }

  /** Returns a copy of the bytes that {@link #slice} shows. */
  public byte[] bytesAt(int row) {
    return slice(row).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Returns the values' buffer of a column that has one. */
  public MemorySegment bytes() {
    MemorySegment bytes = values;
    assert bytes != null : "no values in " + type.describe();
    return bytes;
  }

  /** Returns the first {@code rows} rows of this column, sharing its buffers. */
  public Column head(int rows) {
    assert rows <= length : rows + " of " + length;
    return rows == length
        ? this
        : new Column(type, rows, validity, offsets, values, headOfChildren(rows));
  }

  /**
   * Returns {@code rows} rows of this column from {@code from} on, sharing its buffers.
   *
   * @param from a multiple of 8, so that packed bits begin a byte
   */
  public Column rows(int from, int rows) {
    assert (from & 7) == 0 && from + rows <= length : from + " and " + rows + " of " + length;
    MemorySegment bits = validity;
    MemorySegment starts = offsets;
    return new Column(
        type,
        rows,
        bits == null ? null : bits.asSlice(from >>> 3),
        starts == null ? null : starts.asSlice(from * 4L),
        valuesFrom(from),
        type instanceof DataType.Struct
            ? children.stream().map(c -> c.rows(from, rows)).toList()
            : children);
  }

  private @Nullable MemorySegment valuesFrom(int from) {
    MemorySegment bytes = values;
    if (bytes == null) {
      return null;
    }
    return switch (Layout.of(type)) {
      case Layout.Fixed f -> bytes.asSlice((long) from * f.bytes());
      case Layout.Dense d -> bytes.asSlice((long) from * d.bytes());
      case Layout.Bits b -> bytes.asSlice(from >>> 3);
      case Layout.Variable v -> bytes;
      case Layout.Runs r -> bytes;
      case Layout.Side s -> bytes;
    };
  }

  private List<Column> headOfChildren(int rows) {
    return type instanceof DataType.Struct
        ? children.stream().map(c -> c.head(rows)).toList()
        : children;
  }

  private static boolean bit(MemorySegment bits, int row) {
    return (bits.get(ValueLayout.JAVA_BYTE, row >>> 3) >>> (row & 7) & 1) != 0;
  }

  private static long widen(long value, DataType.Int type) {
    return type.signed() ? value : value & (1L << type.bits()) - 1;
  }
}
