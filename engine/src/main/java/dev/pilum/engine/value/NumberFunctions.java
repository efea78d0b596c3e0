package dev.pilum.engine.value;

import dev.pilum.filter.Function;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.UnaryOperator;

/** Functions of one or two numbers. */
public final class NumberFunctions {
  private static final DataType.FloatingPoint REAL = new DataType.FloatingPoint(Double.SIZE);

  private NumberFunctions() {}

  /** Returns a function of whole numbers; the least one has no opposite and gives null. */
  public static Kernel whole(Function function) {
    return (arguments, rows) -> {
      long[] lanes = Lanes.longs(arguments.get(0));
      long[] present = Present.inAll(arguments, rows);
      for (int i = 0; i < rows && turns(function); i++) {
        if (lanes[i] == Long.MIN_VALUE) {
          Present.clear(present, i);
        }
        lanes[i] = function == Function.ABS ? Math.abs(lanes[i]) : -lanes[i];
      }
      return Lanes.longs(Lanes.WHOLE, lanes, present);
    };
  }

  /**
   * Returns a function of numbers of any type as doubles.
   *
   * @param digits behind the point, for rounding
   */
  public static Kernel real(Function function, int digits) {
    double power = Math.pow(10, digits);
    return (arguments, rows) -> {
      double[] lanes = Lanes.doubles(arguments.get(0));
      for (int i = 0; i < rows; i++) {
        lanes[i] =
            switch (function) {
              case NEGATE -> -lanes[i];
              case ABS -> Math.abs(lanes[i]);
              case FLOOR -> Math.floor(lanes[i]);
              case CEIL -> Math.ceil(lanes[i]);
              case TRUNC -> lanes[i] < 0 ? Math.ceil(lanes[i]) : Math.floor(lanes[i]);
              case SQRT -> Math.sqrt(lanes[i]);
              case ROUND -> rounded(lanes[i], digits, power);
              default -> throw new AssertionError(function);
            };
      }
      return Lanes.doubles(REAL, lanes, Present.inAll(arguments, rows));
    };
  }

  /** Returns powers of numbers of any type as doubles. */
  public static Kernel power() {
    return (arguments, rows) -> {
      double[] base = Lanes.doubles(arguments.get(0));
      double[] exponent = Lanes.doubles(arguments.get(1));
      for (int i = 0; i < rows; i++) {
        base[i] = Math.pow(base[i], exponent[i]);
      }
      return Lanes.doubles(REAL, base, Present.inAll(arguments, rows));
    };
  }

  /**
   * Returns a function of decimals, exact.
   *
   * @param type of the result
   */
  public static Kernel decimal(Function function, DataType.Decimal type) {
    UnaryOperator<BigDecimal> operator =
        switch (function) {
          case NEGATE -> BigDecimal::negate;
          case ABS -> BigDecimal::abs;
          case FLOOR -> value -> value.setScale(type.scale(), RoundingMode.FLOOR);
          case CEIL -> value -> value.setScale(type.scale(), RoundingMode.CEILING);
          case TRUNC -> value -> value.setScale(type.scale(), RoundingMode.DOWN);
          case ROUND -> value -> value.setScale(type.scale(), RoundingMode.HALF_UP);
          default -> throw new AssertionError(function);
        };
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      long[] present = Present.inAll(arguments, rows);
      Lanes.Decimals results = new Lanes.Decimals(type, rows, present);
      for (int i = 0; i < rows; i++) {
        if (Present.has(present, i)) {
          results.set(i, operator.apply(Lanes.decimal(column, i)));
        }
      }
      return results.column();
    };
  }

  private static boolean turns(Function function) {
    return function == Function.ABS || function == Function.NEGATE;
  }

  /**
   * Numbers of 2^52 and more have no fraction; scaling up what is nearly as large gains nothing.
   */
  private static double rounded(double value, int digits, double power) {
    double scaled = value * power;
    if (!(Math.abs(scaled) < 0x1p52)) {
      return value;
    }
    double whole = Math.floor(Math.abs(scaled));
    double up = Math.abs(scaled) - whole >= 0.5 ? whole + 1 : whole;
    return Math.copySign(digits == 0 ? up : up / power, value);
  }
}
