package dev.pilum.storage.scalar;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.IntUnaryOperator;

/**
 * The values of a scalar column in their order: numbers by value, NaN behind all others and equal
 * to itself, text and binary by unsigned bytes, UUIDs too, false before true.
 *
 * <p>Each value has a key of 128 bits, in two halves, that never falls where values rise. For
 * values of up to 64 bits the upper half is all there is; of text and binary the key is the first
 * 16 bytes, zeros behind a shorter value, so that different values may share one. Rows without a
 * value have no place in the order: callers leave them out.
 *
 * <p>Immutable: any thread may ask.
 */
public final class RowOrder {
  private final Column column;
  private final MemorySegment bytes;
  private final Form form;

  private RowOrder(Column column, Form form) {
    this.column = column;
    this.bytes = column.bytes();
    this.form = form;
  }

  /** How values become keys. */
  private enum Form {
    BOOL,
    NARROW,
    DECIMAL,
    UUID,
    BYTES
  }

  /** Returns the order of a column of scalars. */
  public static RowOrder of(Column column) {
    return new RowOrder(column, formOf(column.type()));
  }

  private static Form formOf(DataType type) {
    return switch (type) {
      case DataType.Bool b -> Form.BOOL;
      case DataType.Int i -> Form.NARROW;
      case DataType.FloatingPoint f -> Form.NARROW;
      case DataType.Date d -> Form.NARROW;
      case DataType.Time t -> Form.NARROW;
      case DataType.Timestamp t -> Form.NARROW;
      case DataType.Decimal d -> Form.DECIMAL;
      case DataType.Uuid u -> Form.UUID;
      case DataType.Utf8 u -> Form.BYTES;
      case DataType.Binary b -> Form.BYTES;
      case DataType.ListOf l -> throw new AssertionError("lists have no order");
      case DataType.Struct s -> throw new AssertionError("structs have no order");
      case DataType.Vector v -> throw new AssertionError("vectors have no order");
    };
  }

  /** Returns the column. */
  Column column() {
    return column;
  }

  /** Returns a row's key. */
  WideKey key(int row) {
    return new WideKey(upper(row), lower(row));
  }

  /** Returns the key of a text or binary value. */
  static WideKey keyOf(byte[] value) {
    MemorySegment bytes = MemorySegment.ofArray(value);
    return new WideKey(
        eight(bytes, 0, value.length) ^ Long.MIN_VALUE, eight(bytes, 8, value.length - 8));
  }

  /** Returns whether the lower half of every key is zero. */
  boolean isNarrow() {
    return form == Form.NARROW || form == Form.BOOL;
  }

  /** Returns whether values that share a key may differ. */
  boolean isCut() {
    return form == Form.BYTES;
  }

  /** Puts the upper halves of {@code count} rows' keys from {@code from} on into {@code keys}. */
  void readUpper(int from, int count, long[] keys) {
    if (form == Form.NARROW) {
      SortKeys.read(column, from, count, keys);
      return;
    }
    for (int i = 0; i < count; i++) {
      keys[i] = upper(from + i);
    }
  }

  /** Returns the upper half of a row's key, signed. */
  long upper(int row) {
    return switch (form) {
      case BOOL -> column.booleanAt(row) ? 1 : 0;
      case NARROW ->
          column.type() instanceof DataType.FloatingPoint
              ? SortKeys.of(column.doubleAt(row))
              : column.longAt(row);
      case DECIMAL -> bytes.get(Layout.LONG, row * 16L + 8);
      case UUID -> Long.reverseBytes(bytes.get(Layout.LONG, row * 16L)) ^ Long.MIN_VALUE;
      case BYTES ->
          eight(bytes, column.startOf(row), column.endOf(row) - column.startOf(row))
              ^ Long.MIN_VALUE;
    };
  }

  /** Returns the lower half of a row's key, unsigned. */
  long lower(int row) {
    return switch (form) {
      case BOOL, NARROW -> 0;
      case DECIMAL -> bytes.get(Layout.LONG, row * 16L);
      case UUID -> Long.reverseBytes(bytes.get(Layout.LONG, row * 16L + 8));
      case BYTES ->
          eight(bytes, column.startOf(row) + 8L, column.endOf(row) - column.startOf(row) - 8);
    };
  }

  /** Compares the values of two rows. */
  public int compare(int a, int b) {
    int upper = Long.compare(upper(a), upper(b));
    return upper != 0 ? upper : compareRest(a, b);
  }

  /** Compares the values of two rows whose upper halves are the same. */
  int compareRest(int a, int b) {
    return switch (form) {
      case BOOL, NARROW -> 0;
      case DECIMAL, UUID -> Long.compareUnsigned(lower(a), lower(b));
      case BYTES ->
          compareBytes(
              bytes, column.startOf(a), column.endOf(a), bytes, column.startOf(b), column.endOf(b));
    };
  }

  /** Returns whether a row's value lies before a place. */
  private boolean isBefore(int row, Cut cut) {
    int compared = Long.compare(upper(row), cut.key().upper());
    if (compared == 0 && form != Form.NARROW) {
      compared = compareRest(row, cut);
    }
    return compared < 0 || (compared == 0 && cut.isBehind());
  }

  /**
   * Returns how many values lie before a place, of {@code count} that are in order.
   *
   * @param rows says of each of them in which row it stands
   */
  int rank(int count, IntUnaryOperator rows, Cut cut) {
    int from = 0;
    int to = count;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (isBefore(rows.applyAsInt(middle), cut)) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private int compareRest(int row, Cut cut) {
    byte[] value = cut.bytes();
    return value == null
        ? Long.compareUnsigned(lower(row), cut.key().lower())
        : compareBytes(
            bytes,
            column.startOf(row),
            column.endOf(row),
            MemorySegment.ofArray(value),
            0,
            value.length);
  }

  private static int compareBytes(
      MemorySegment a, long aStart, long aEnd, MemorySegment b, long bStart, long bEnd) {
    long at = MemorySegment.mismatch(a, aStart, aEnd, b, bStart, bEnd);
    if (at < 0) {
      return 0;
    }
    if (at == aEnd - aStart || at == bEnd - bStart) {
      return Long.compare(aEnd - aStart, bEnd - bStart);
    }
    return Byte.compareUnsigned(
        a.get(ValueLayout.JAVA_BYTE, aStart + at), b.get(ValueLayout.JAVA_BYTE, bStart + at));
  }

  /** Returns up to eight bytes as a number, the first highest, zeros for those that are missing. */
  private static long eight(MemorySegment bytes, long start, int length) {
    if (length <= 0) {
      return 0;
    }
    if (start + Long.BYTES <= bytes.byteSize()) {
      long all = Long.reverseBytes(bytes.get(Layout.LONG, start));
      return length >= Long.BYTES ? all : all & -1L << (Long.SIZE - (length << 3));
    }
    byte[] padded = new byte[Long.BYTES];
    MemorySegment.copy(
        bytes, ValueLayout.JAVA_BYTE, start, padded, 0, Math.min(length, Long.BYTES));
    long number = 0;
    for (byte b : padded) {
      number = number << Byte.SIZE | (b & 0xFF);
    }
    return number;
  }
}
