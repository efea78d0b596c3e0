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
    return number == null
        ? beyond(value, operator, isAbove(constant))
        : ConstantSql.compared(value, operator, "?::numeric", number);
  }

  /** Compares floating-point numbers with a constant; a decimal one is the nearest of the width. */
  static Clause real(Typed value, DataType.FloatingPoint type, Operator operator, Object constant) {
    if (constant instanceof Double number) {
      return ConstantSql.compared(value, operator, "?::float8", number);
    }
    BigDecimal number = finite(value, constant);
    if (number == null) {
      throw ConstantSql.misfit(value, constant);
    }
    if (constant instanceof BigDecimal) {
      double nearest = nearest(type, number);
      if (Double.isFinite(nearest)) {
        return ConstantSql.compared(value, operator, "?::float8", nearest);
      }
    }
    double floor = floor(number);
    boolean exact = !Double.isInfinite(floor) && new BigDecimal(floor).compareTo(number) == 0;
    return floored(value, operator, exact, "?::float8", floor);
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

  /** Returns a constant exactly; {@code null} for NaN and infinities. */
  private static @Nullable BigDecimal finite(Typed value, Object constant) {
    return switch (constant) {
      case Long number -> BigDecimal.valueOf(number);
      case BigDecimal number -> number;
      case Double number when Double.isFinite(number) -> new BigDecimal(number);
      case Double number -> null;
      default -> throw ConstantSql.misfit(value, constant);
    };
  }
}
