package dev.pilum.engine.value;

import dev.pilum.filter.Filter.Operator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Compares two columns row by row. Numbers compare by value, exactly, whatever their types; NaN
 * equals NaN and is the greatest number, 0.0 equals -0.0.
 */
public final class Pairs {
  private Pairs() {}

  /** Compares one row. */
  private interface RowOrder {
    int compare(int row);
  }

  /** Returns whether values of these types can be compared. */
  public static boolean areComparable(DataType a, DataType b) {
    return (Casts.isNumber(a) && Casts.isNumber(b))
        || (a.isScalar() && a.equals(b))
        || (isInstant(a) && isInstant(b));
  }

  /**
   * Returns words with a bit for each row in which the comparison holds; rows in which one has no
   * value mean nothing.
   */
  public static long[] compare(Operator operator, Column a, Column b) {
    RowOrder order = order(a, b);
    int rows = a.length();
    long[] words = new long[(rows + 63) >>> 6];
    for (int row = 0; row < rows; row++) {
      words[row >>> 6] |= (Operators.holds(operator, order.compare(row)) ? 1L : 0L) << row;
    }
    return words;
  }

  private static RowOrder order(Column a, Column b) {
    DataType left = a.type();
    DataType right = b.type();
    if (left instanceof DataType.Decimal || right instanceof DataType.Decimal) {
      return row -> decimals(a, b, row);
    }
    if (left instanceof DataType.FloatingPoint && right instanceof DataType.FloatingPoint) {
      double[] x = Lanes.doubles(a);
      double[] y = Lanes.doubles(b);
      return row -> Double.compare(x[row] + 0.0, y[row] + 0.0);
    }
    if (left instanceof DataType.FloatingPoint) {
      double[] x = Lanes.doubles(a);
      long[] y = Lanes.longs(b);
      return row -> -compare(y[row], x[row]);
    }
    if (right instanceof DataType.FloatingPoint) {
      long[] x = Lanes.longs(a);
      double[] y = Lanes.doubles(b);
      return row -> compare(x[row], y[row]);
    }
    return switch (left) {
      case DataType.Utf8 u -> row -> bytes(a, b, row);
      case DataType.Binary u -> row -> bytes(a, b, row);
      case DataType.Uuid u -> row -> uuids(a, b, row);
      default -> {
        long[] x = Lanes.longs(a);
        long[] y = Lanes.longs(b);
        yield row -> Long.compare(x[row], y[row]);
      }
    };
  }

  /**
   * Compares exactly: a double of 2^53 and more is whole, a smaller one has room for a fraction.
   */
  static int compare(long whole, double real) {
    if (!(real < 0x1p63)) {
      return -1;
    }
    if (real < -0x1p63) {
      return 1;
    }
    long cut = (long) real;
    return whole != cut ? Long.compare(whole, cut) : Double.compare((double) cut, real + 0.0);
  }

  private static int decimals(Column a, Column b, int row) {
    boolean finite = isFinite(a, row) && isFinite(b, row);
    if (a.isNull(row) || b.isNull(row)) {
      return 0;
    }
    return finite
        ? Lanes.decimal(a, row).compareTo(Lanes.decimal(b, row))
        : Double.compare(approximate(a, row), approximate(b, row));
  }

  private static boolean isFinite(Column column, int row) {
    return !(column.type() instanceof DataType.FloatingPoint)
        || Double.isFinite(column.doubleAt(row));
  }

  private static double approximate(Column column, int row) {
    return column.type() instanceof DataType.FloatingPoint
        ? column.doubleAt(row)
        : Lanes.decimal(column, row).doubleValue();
  }

  private static int bytes(Column a, Column b, int row) {
    MemorySegment x = a.bytes();
    MemorySegment y = b.bytes();
    int xStart = a.startOf(row);
    int yStart = b.startOf(row);
    int xLength = a.endOf(row) - xStart;
    int yLength = b.endOf(row) - yStart;
    long at =
        MemorySegment.mismatch(
            x, xStart, (long) xStart + xLength, y, yStart, (long) yStart + yLength);
    if (at < 0 || at >= Math.min(xLength, yLength)) {
      return Integer.compare(xLength, yLength);
    }
    return Integer.compare(unsigned(x, xStart + at), unsigned(y, yStart + at));
  }

  private static int unsigned(MemorySegment bytes, long at) {
    return bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff;
  }

  private static int uuids(Column a, Column b, int row) {
    for (long at = row * 16L; at < row * 16L + 16; at += 8) {
      long x = Long.reverseBytes(a.bytes().get(Layout.LONG, at));
      long y = Long.reverseBytes(b.bytes().get(Layout.LONG, at));
      if (x != y) {
        return Long.compareUnsigned(x, y);
      }
    }
    return 0;
  }

  private static boolean isInstant(DataType type) {
    return type instanceof DataType.Timestamp timestamp && timestamp.zone() != null;
  }
}
