package dev.pilum.pgvector;

import dev.pilum.filter.Filter.Operator;
import dev.pilum.pgvector.ValueSql.Typed;
import dev.pilum.storage.schema.DataType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/*
 * PostgreSQL compares bigint with double precision as doubles, and turns these into numeric with 15 digits: both lose digits. So a
 * constant becomes the greatest value of the column's type that is not above it. Where that is less than the constant, no value
 * equals it, and "less than the constant" is "at most that value". NaN equals NaN and is the greatest number on both sides.
 */
/** Comparisons of numbers with constants, exact whatever the types. */
final class NumberSql {
  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE);
  private static final BigDecimal GREATEST = BigDecimal.valueOf(Long.MAX_VALUE);

  /** More than a decimal has before its point or behind it, and than a double has before it. */
  private static final int ABSURD_DIGITS = 400;

  /** Digits of the longest decimal. */
  private static final int MOST_DIGITS = 38;

  private NumberSql() {}

  /** Compares whole numbers with a constant. */
  static Clause whole(Typed value, Operator operator, Object constant) {
    BigDecimal number = finite(value, constant);
    if (number == null) {
      return beyond(value, operator, isAbove(constant));
    }
    BigDecimal floor = number.setScale(0, RoundingMode.FLOOR);
    boolean exact = floor.compareTo(number) == 0;
    if (floor.compareTo(LEAST) < 0 || floor.compareTo(GREATEST) > 0) {
      return beyond(value, operator, floor.signum() > 0);
    }
    return floored(value, operator, exact, "?::bigint", floor.longValueExact());
  }

  /** Returns the constant if it is a whole number of 64 bits, else {@code null}. */
  static @Nullable Long exactLong(Typed value, Object constant) {
    BigDecimal number = finite(value, constant);
    if (number == null || number.compareTo(LEAST) < 0 || number.compareTo(GREATEST) > 0) {
      return null;
    }
    BigDecimal floor = number.setScale(0, RoundingMode.FLOOR);
    return floor.compareTo(number) == 0 ? (Long) floor.longValueExact() : null;
  }

  /** Compares decimals with a constant. */
  static Clause decimal(Typed value, Operator operator, Object constant) {
    BigDecimal number = finite(value, constant);
    if (number == null) {
      return beyond(value, operator, isAbove(constant));
    }
    BigDecimal floor = number.setScale(MOST_DIGITS, RoundingMode.FLOOR);
    return floored(value, operator, floor.compareTo(number) == 0, "?::numeric", floor);
  }

  /** Returns the constant as text if a decimal can be it, else {@code null}. */
  static @Nullable String exactDecimal(Typed value, Object constant) {
    BigDecimal number = finite(value, constant);
    if (number == null) {
      return null;
    }
    BigDecimal floor = number.setScale(MOST_DIGITS, RoundingMode.FLOOR);
    return floor.compareTo(number) == 0 ? floor.toPlainString() : null;
  }

  /** Compares floating-point numbers with a constant; a decimal one is the nearest of the width. */
  static Clause real(Typed value, DataType.FloatingPoint type, Operator operator, Object constant) {
    Double exact = exactDouble(value, type, constant);
    return exact == null
        ? floored(value, operator, false, "?::float8", floor(number(value, constant)))
        : ConstantSql.compared(value, operator, "?::float8", exact);
  }

  /** Returns the double to look for; {@code null} where no number of the column is the constant. */
  static @Nullable Double exactDouble(Typed value, DataType.FloatingPoint type, Object constant) {
    if (constant instanceof Double number) {
      return number;
    }
    BigDecimal number = number(value, constant);
    if (constant instanceof BigDecimal) {
      double nearest = nearest(type, number);
      if (Double.isFinite(nearest)) {
        return nearest;
      }
    }
    double floor = floor(number);
    boolean exact = !Double.isInfinite(floor) && new BigDecimal(floor).compareTo(number) == 0;
    return exact ? (Double) floor : null;
  }

  private static BigDecimal number(Typed value, Object constant) {
    BigDecimal number = finite(value, constant);
    if (number == null) {
      throw ConstantSql.misfit(value, constant);
    }
    return number;
  }

  private static double nearest(DataType.FloatingPoint type, BigDecimal number) {
    return switch (type.bits()) {
      case 64 -> number.doubleValue();
      case 32 -> number.floatValue();
      default -> Float.float16ToFloat(Float.floatToFloat16(number.floatValue()));
    };
  }

  /** Returns the greatest double that is not above a number. */
  private static double floor(BigDecimal number) {
    double near = number.doubleValue();
    if (Double.isInfinite(near)) {
      return near > 0 ? Double.MAX_VALUE : near;
    }
    return new BigDecimal(near).compareTo(number) > 0 ? Math.nextDown(near) : near;
  }

  private static Clause floored(
      Typed value, Operator operator, boolean exact, String parameter, Object floor) {
    if (exact) {
      return ConstantSql.compared(value, operator, parameter, floor);
    }
    return switch (operator) {
      case EQUAL -> FilterSql.never(value.clause());
      case NOT_EQUAL -> FilterSql.always(value.clause());
      case LESS, LESS_OR_EQUAL ->
          ConstantSql.compared(value, Operator.LESS_OR_EQUAL, parameter, floor);
      case GREATER, GREATER_OR_EQUAL ->
          ConstantSql.compared(value, Operator.GREATER, parameter, floor);
    };
  }

  /** Compares with what is above, or below, all values of the column's type. */
  private static Clause beyond(Typed value, Operator operator, boolean above) {
    boolean holds =
        switch (operator) {
          case EQUAL -> false;
          case NOT_EQUAL -> true;
          case LESS, LESS_OR_EQUAL -> above;
          case GREATER, GREATER_OR_EQUAL -> !above;
        };
    return holds ? FilterSql.always(value.clause()) : FilterSql.never(value.clause());
  }

  private static boolean isAbove(Object constant) {
    return !constant.equals(Double.NEGATIVE_INFINITY);
  }

  /**
   * Returns a constant exactly, or of absurd size ({@code 1e999999999}) one that lies on the same
   * side of all values and costs no memory; {@code null} for NaN and infinities.
   */
  private static @Nullable BigDecimal finite(Typed value, Object constant) {
    return switch (constant) {
      case Long number -> BigDecimal.valueOf(number);
      case BigDecimal number -> tamed(number);
      case Double number when Double.isFinite(number) -> new BigDecimal(number);
      case Double number -> null;
      default -> throw ConstantSql.misfit(value, constant);
    };
  }

  private static BigDecimal tamed(BigDecimal number) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    long digits = (long) number.precision() - number.scale();
    if (Math.abs(digits) <= ABSURD_DIGITS) {
      return number;
    }
    int power = digits > 0 ? ABSURD_DIGITS : -ABSURD_DIGITS;
    return BigDecimal.valueOf(number.signum()).scaleByPowerOfTen(power);
  }
}
