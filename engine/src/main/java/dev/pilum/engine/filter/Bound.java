package dev.pilum.engine.filter;

import dev.pilum.engine.row.Numbers;
import dev.pilum.engine.row.Times;
import dev.pilum.engine.row.ValueBytes;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.storage.scalar.SortKeys;
import dev.pilum.storage.schema.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Where a value of a filter lies among the sort keys of a column's type. It need not be one of
 * them: 1.5 lies between the int32 1 and 2, and 2^53 + 1 between two doubles. With the neighbours
 * at both sides every comparison becomes a range of keys, exactly.
 *
 * @param floor the greatest key not above the value; it may be outside the type's range
 * @param ceiling the least key not below it; equal to {@code floor} when the value is a key
 */
record Bound(BigInteger floor, BigInteger ceiling) {
  /** Beyond all 128-bit keys: where infinity and NaN lie among whole numbers and decimals. */
  private static final BigInteger BEYOND = BigInteger.ONE.shiftLeft(200);

  private static final BigInteger HALF_OF_UUIDS = BigInteger.ONE.shiftLeft(127);

  /**
   * Returns where {@code value} lies, or {@code null} when it cannot be compared with this type, or
   * the type has no keys.
   */
  static @Nullable Bound of(DataType type, Object value) {
    return switch (type) {
      case DataType.Int i -> number(value, 0);
      case DataType.Decimal d -> number(value, d.scale());
      case DataType.FloatingPoint f -> real(value);
      case DataType.Date d -> key(Times.days(value));
      case DataType.Time t -> key(Times.microsOfDay(value));
      case DataType.Timestamp t -> key(Times.micros(t, value));
      case DataType.Uuid u -> uuid(ValueBytes.uuid(value));
      case DataType.Bool b -> null;
      case DataType.Utf8 u -> null;
      case DataType.Binary b -> null;
      case DataType.ListOf l -> null;
      case DataType.Struct s -> null;
      case DataType.Vector v -> null;
    };
  }

  /**
   * Returns the least key for which {@code key operator value} holds; {@code null} when that has no
   * lower end.
   */
  @Nullable BigInteger low(Operator operator) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL, GREATER_OR_EQUAL -> ceiling;
      case GREATER -> floor.add(BigInteger.ONE);
      case LESS, LESS_OR_EQUAL -> null;
    };
  }

  /**
   * Returns the greatest key for which {@code key operator value} holds; {@code null} when that has
   * no upper end.
   */
  @Nullable BigInteger high(Operator operator) {
    return switch (operator) {
      case EQUAL, NOT_EQUAL, LESS_OR_EQUAL -> floor;
      case LESS -> ceiling.subtract(BigInteger.ONE);
      case GREATER, GREATER_OR_EQUAL -> null;
    };
  }

  /** Returns whether the value is a key itself. */
  boolean isKey() {
    return floor.equals(ceiling);
  }

  private static Bound at(BigInteger key) {
    return new Bound(key, key);
  }

  private static @Nullable Bound key(@Nullable Long key) {
    return key == null ? null : at(BigInteger.valueOf(key));
  }

  private static @Nullable Bound number(Object value, int scale) {
    BigDecimal exact = Numbers.exact(value);
    if (exact != null) {
      return new Bound(
          Numbers.scaled(exact, scale, RoundingMode.FLOOR),
          Numbers.scaled(exact, scale, RoundingMode.CEILING));
    }
    Double notFinite = Numbers.real(value);
    return notFinite == null
        ? null
        : at(notFinite == Double.NEGATIVE_INFINITY ? BEYOND.negate() : BEYOND);
  }

  private static @Nullable Bound real(Object value) {
    Double nearest = Numbers.real(value);
    BigDecimal exact = Numbers.exact(value);
    if (nearest == null) {
      return null;
    }
    return exact == null ? between(nearest, nearest) : around(nearest, Numbers.tamed(exact));
  }

  /** Returns the doubles at both sides of {@code exact}, one of which is {@code nearest}. */
  private static Bound around(double nearest, BigDecimal exact) {
    if (Double.isInfinite(nearest)) {
      return nearest > 0 ? between(Double.MAX_VALUE, nearest) : between(nearest, -Double.MAX_VALUE);
    }
    int side = new BigDecimal(nearest).compareTo(exact);
    return between(
        side > 0 ? Math.nextDown(nearest) : nearest, side < 0 ? Math.nextUp(nearest) : nearest);
  }

  private static Bound between(double floor, double ceiling) {
    return new Bound(
        BigInteger.valueOf(SortKeys.of(floor)), BigInteger.valueOf(SortKeys.of(ceiling)));
  }

  private static @Nullable Bound uuid(byte @Nullable [] bytes) {
    return bytes == null ? null : at(new BigInteger(1, bytes).subtract(HALF_OF_UUIDS));
  }
}
