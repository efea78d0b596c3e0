package dev.pilum.storage.scalar;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads values of at most 64 bits as sort keys: longs in the same order as the values, so that one
 * loop compares them all. Whole numbers, dates and times are their own keys. Of floating-point
 * numbers 0.0 and -0.0 have one key, and NaN has the greatest: NaN equals itself and is greater
 * than every other number, as in PostgreSQL, so that filters, unlike IEEE 754, never disagree with
 * sorting.
 */
public final class SortKeys {
  /** Rows per block: the keys' 32 KiB and the source's stay in the L1 and L2 caches. */
  public static final int BLOCK = 4_096;

  private SortKeys() {}

  /** Returns the key of a floating-point number. */
  public static long of(double value) {
    // Adding zero turns -0.0 into 0.0. Negative numbers have their order turned round by flipping
    // all bits but the sign.
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /**
   * Puts the keys of {@code count} rows from row {@code from} on into {@code keys}; those of rows
   * without a value mean nothing.
   */
  public static void read(Column column, int from, int count, long[] keys) {
    MemorySegment bytes = column.bytes();
    switch (column.type()) {
      case DataType.Int i -> readWhole(bytes, i, from, count, keys);
      case DataType.Date d -> readInts(bytes, from, count, -1L, keys);
      case DataType.Time t -> MemorySegment.copy(bytes, Layout.LONG, from * 8L, keys, 0, count);
      case DataType.Timestamp t ->
          MemorySegment.copy(bytes, Layout.LONG, from * 8L, keys, 0, count);
      case DataType.FloatingPoint f -> readReal(bytes, f.bits(), from, count, keys);
      default -> throw new AssertionError("no sort key of 64 bits for " + column.type().describe());
    }
  }

  private static void readWhole(
      MemorySegment bytes, DataType.Int type, int from, int count, long[] keys) {
    // Widening keeps the sign; the mask takes it away again from unsigned types.
    long mask = type.signed() ? -1L : (1L << type.bits()) - 1;
    switch (type.bits()) {
      case 64 -> MemorySegment.copy(bytes, Layout.LONG, from * 8L, keys, 0, count);
      case 32 -> readInts(bytes, from, count, mask, keys);
      case 16 -> readShorts(bytes, from, count, mask, keys);
      default -> readBytes(bytes, from, count, mask, keys);
    }
  }

  private static void readInts(MemorySegment bytes, int from, int count, long mask, long[] keys) {
    for (int i = 0; i < count; i++) {
      keys[i] = bytes.get(Layout.INT, ((long) from + i) * 4L) & mask;
    }
  }

  private static void readShorts(MemorySegment bytes, int from, int count, long mask, long[] keys) {
    for (int i = 0; i < count; i++) {
      keys[i] = bytes.get(Layout.SHORT, ((long) from + i) * 2L) & mask;
    }
  }

  private static void readBytes(MemorySegment bytes, int from, int count, long mask, long[] keys) {
    for (int i = 0; i < count; i++) {
      keys[i] = bytes.get(ValueLayout.JAVA_BYTE, (long) from + i) & mask;
    }
  }

  private static void readReal(MemorySegment bytes, int bits, int from, int count, long[] keys) {
    switch (bits) {
      case 64 -> readDoubles(bytes, from, count, keys);
      case 32 -> readFloats(bytes, from, count, keys);
      default -> readHalves(bytes, from, count, keys);
    }
  }

  private static void readDoubles(MemorySegment bytes, int from, int count, long[] keys) {
    for (int i = 0; i < count; i++) {
      keys[i] = of(bytes.get(Layout.DOUBLE, ((long) from + i) * 8L));
    }
  }

  private static void readFloats(MemorySegment bytes, int from, int count, long[] keys) {
    for (int i = 0; i < count; i++) {
      keys[i] = of(bytes.get(Layout.FLOAT, ((long) from + i) * 4L));
    }
  }

  private static void readHalves(MemorySegment bytes, int from, int count, long[] keys) {
    for (int i = 0; i < count; i++) {
      keys[i] = of(Float.float16ToFloat(bytes.get(Layout.SHORT, ((long) from + i) * 2L)));
    }
  }
}
