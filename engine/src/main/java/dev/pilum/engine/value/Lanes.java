package dev.pilum.engine.value;

import dev.pilum.engine.row.ValueBytes;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Columns as arrays of numbers, and arrays as columns. What rows without a value hold is free. */
public final class Lanes {
  /** The type of all whole numbers that are computed. */
  public static final DataType WHOLE = Types.int64();

  /** The type of all floating-point numbers that are computed. */
  public static final DataType REAL = Types.float64();

  private static final BigInteger DECIMAL_END = BigInteger.TEN.pow(38);

  private Lanes() {}

  /** Returns whole numbers, days, microseconds, or 0 and 1; a fresh array. */
  public static long[] longs(Column column) {
    long[] lanes = new long[column.length()];
    MemorySegment bytes = column.bytes();
    switch (column.type()) {
      case DataType.Bool b -> {
        for (int i = 0; i < lanes.length; i++) {
          lanes[i] = column.booleanAt(i) ? 1 : 0;
        }
      }
      case DataType.Date d -> ints(bytes, -1L, lanes);
      case DataType.Int n when n.bits() == 32 ->
          ints(bytes, n.signed() ? -1L : 0xFFFF_FFFFL, lanes);
      case DataType.Int n when n.bits() < 32 -> {
        for (int i = 0; i < lanes.length; i++) {
          lanes[i] = column.longAt(i);
        }
      }
      default -> MemorySegment.copy(bytes, Layout.LONG, 0, lanes, 0, lanes.length);
    }
    return lanes;
  }

  /** Returns numbers of any type as doubles; a fresh array. */
  public static double[] doubles(Column column) {
    double[] lanes = new double[column.length()];
    switch (column.type()) {
      case DataType.FloatingPoint f when f.bits() == 64 ->
          MemorySegment.copy(column.bytes(), Layout.DOUBLE, 0, lanes, 0, lanes.length);
      case DataType.FloatingPoint f -> {
        for (int i = 0; i < lanes.length; i++) {
          lanes[i] = column.doubleAt(i);
        }
      }
      case DataType.Decimal d -> {
        for (int i = 0; i < lanes.length; i++) {
          lanes[i] = decimal(column, i).doubleValue();
        }
      }
      default -> {
        long[] whole = longs(column);
        for (int i = 0; i < lanes.length; i++) {
          lanes[i] = whole[i];
        }
      }
    }
    return lanes;
  }

  /** Returns a whole or decimal number, or a finite double, exactly. */
  static BigDecimal decimal(Column column, int row) {
    return switch (column.type()) {
      case DataType.Decimal d -> ValueBytes.decimalAt(column.bytes(), row, d.scale());
      case DataType.FloatingPoint f -> new BigDecimal(column.doubleAt(row));
      default -> BigDecimal.valueOf(column.longAt(row));
    };
  }

  /** Returns a column of whole numbers, or of a type that is stored like them. */
  static Column longs(DataType type, long[] lanes, long[] present) {
    return column(
        type,
        lanes.length,
        present,
        type instanceof DataType.Date ? days(lanes) : MemorySegment.ofArray(lanes));
  }

  /** Returns a column of floating-point numbers. */
  static Column doubles(DataType.FloatingPoint type, double[] lanes, long[] present) {
    return column(
        type,
        lanes.length,
        present,
        switch (type.bits()) {
          case 64 -> MemorySegment.ofArray(lanes);
          case 32 -> floats(lanes);
          default -> halves(lanes);
        });
  }

  /** Returns a column of true and false, packed in words. */
  static Column bools(long[] words, int rows, long[] present) {
    return column(Types.bool(), rows, present, MemorySegment.ofArray(words));
  }

  /** Collects decimals of one scale; what has too many digits is null. */
  static final class Decimals {
    private final DataType.Decimal type;
    private final MemorySegment bytes;
    private final long[] present;
    private final int rows;

    Decimals(DataType.Decimal type, int rows, long[] present) {
      this.type = type;
      this.bytes = MemorySegment.ofArray(new byte[rows * 16]);
      this.rows = rows;
      this.present = present;
    }

    /** Sets a row's value, of the type's scale or a lower one. */
    void set(int row, BigDecimal value) {
      BigInteger digits = value.setScale(type.scale()).unscaledValue();
      if (digits.abs().compareTo(DECIMAL_END) >= 0) {
        Present.clear(present, row);
        return;
      }
      bytes.set(Layout.LONG, row * 16L, digits.longValue());
      bytes.set(Layout.LONG, row * 16L + 8, digits.shiftRight(Long.SIZE).longValue());
    }

    Column column() {
      return Lanes.column(type, rows, present, bytes);
    }
  }

  private static Column column(DataType type, int rows, long[] present, MemorySegment values) {
    return new Column(type, rows, Present.buffer(present, rows), null, values, List.of());
  }

  private static void ints(MemorySegment bytes, long mask, long[] lanes) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = bytes.get(Layout.INT, i * 4L) & mask;
    }
  }

  private static MemorySegment days(long[] lanes) {
    int[] days = new int[lanes.length];
    for (int i = 0; i < days.length; i++) {
      days[i] = (int) lanes[i];
    }
    return MemorySegment.ofArray(days);
  }

  private static MemorySegment floats(double[] lanes) {
    float[] floats = new float[lanes.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) lanes[i];
    }
    return MemorySegment.ofArray(floats);
  }

  private static MemorySegment halves(double[] lanes) {
    MemorySegment halves = MemorySegment.ofArray(new byte[lanes.length * 2]);
    for (int i = 0; i < lanes.length; i++) {
      halves.set(Layout.SHORT, i * 2L, Float.floatToFloat16((float) lanes[i]));
    }
    return halves;
  }

  /** Returns the bytes of a text or binary value. */
  static byte[] bytes(Column column, int row) {
    return column.slice(row).toArray(ValueLayout.JAVA_BYTE);
  }
}
