package dev.pilum.engine.value;

import dev.pilum.filter.Expression.Operation;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import java.math.BigDecimal;
import java.util.List;

/**
 * Calculations with two columns of numbers. Whole numbers of 64 bits that overflow, are divided by
 * zero, or whose remainder by zero is asked for, give null; floating-point numbers do as IEEE 754
 * says; decimals of more than 38 digits are null.
 */
public final class Arithmetic {
  private static final DataType.FloatingPoint REAL = new DataType.FloatingPoint(Double.SIZE);

  private Arithmetic() {}

  /** Returns the calculation of whole numbers. */
  public static Kernel whole(Operation operation) {
    return (arguments, rows) -> {
      long[] a = Lanes.longs(arguments.get(0));
      long[] b = Lanes.longs(arguments.get(1));
      long[] present = Present.inAll(arguments, rows);
      switch (operation) {
        case ADD -> add(a, b, present);
        case SUBTRACT -> subtract(a, b, present);
        case MULTIPLY -> multiply(a, b, present);
        case DIVIDE -> divide(a, b, present);
        case REMAINDER -> remainder(a, b, present);
      }
      return Lanes.longs(Lanes.WHOLE, a, present);
    };
  }

  /** Returns the calculation of numbers of any type as doubles. */
  public static Kernel real(Operation operation) {
    return (arguments, rows) -> {
      double[] a = Lanes.doubles(arguments.get(0));
      double[] b = Lanes.doubles(arguments.get(1));
      for (int i = 0; i < rows; i++) {
        a[i] =
            switch (operation) {
              case ADD -> a[i] + b[i];
              case SUBTRACT -> a[i] - b[i];
              case MULTIPLY -> a[i] * b[i];
              case DIVIDE -> a[i] / b[i];
              case REMAINDER -> a[i] % b[i];
            };
      }
      return Lanes.doubles(REAL, a, Present.inAll(arguments, rows));
    };
  }

  /**
   * Returns the exact calculation of decimals and whole numbers; not their division.
   *
   * @param type of the result, with a scale that takes it
   */
  public static Kernel decimal(Operation operation, DataType.Decimal type) {
    return (arguments, rows) -> {
      long[] present = Present.inAll(arguments, rows);
      Lanes.Decimals results = new Lanes.Decimals(type, rows, present);
      for (int i = 0; i < rows; i++) {
        if (Present.has(present, i)) {
          set(results, i, operation, arguments, present);
        }
      }
      return results.column();
    };
  }

  private static void set(
      Lanes.Decimals results,
      int row,
      Operation operation,
      List<Column> arguments,
      long[] present) {
    BigDecimal a = Lanes.decimal(arguments.get(0), row);
    BigDecimal b = Lanes.decimal(arguments.get(1), row);
    if (operation == Operation.REMAINDER && b.signum() == 0) {
      Present.clear(present, row);
      return;
    }
    results.set(
        row,
        switch (operation) {
          case ADD -> a.add(b);
          case SUBTRACT -> a.subtract(b);
          case MULTIPLY -> a.multiply(b);
          case REMAINDER -> a.remainder(b);
          case DIVIDE -> throw new AssertionError("decimals are divided as doubles");
        });
  }

  // Overflow of a sum: the result's sign differs from those of both terms (Warren, Hacker's
  // Delight, 2-13). The sign bit, moved to the row's place, takes the row's value away.

  private static void add(long[] a, long[] b, long[] present) {
    for (int i = 0; i < a.length; i++) {
      long sum = a[i] + b[i];
      present[i >>> 6] &= ~((((a[i] ^ sum) & (b[i] ^ sum)) >>> 63) << i);
      a[i] = sum;
    }
  }

  private static void subtract(long[] a, long[] b, long[] present) {
    for (int i = 0; i < a.length; i++) {
      long difference = a[i] - b[i];
      present[i >>> 6] &= ~((((a[i] ^ b[i]) & (a[i] ^ difference)) >>> 63) << i);
      a[i] = difference;
    }
  }

  private static void multiply(long[] a, long[] b, long[] present) {
    for (int i = 0; i < a.length; i++) {
      long product = a[i] * b[i];
      if (Math.multiplyHigh(a[i], b[i]) != product >> 63) {
        Present.clear(present, i);
      }
      a[i] = product;
    }
  }

  private static void divide(long[] a, long[] b, long[] present) {
    for (int i = 0; i < a.length; i++) {
      if (b[i] == 0 || (a[i] == Long.MIN_VALUE && b[i] == -1)) {
        Present.clear(present, i);
      } else {
        a[i] /= b[i];
      }
    }
  }

  private static void remainder(long[] a, long[] b, long[] present) {
    for (int i = 0; i < a.length; i++) {
      if (b[i] == 0) {
        Present.clear(present, i);
      } else {
        a[i] %= b[i];
      }
    }
  }
}
