package dev.pilum.engine.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Turns Java's numbers into one another without losing a digit; {@code null} says that it cannot be
 * done.
 */
public final class Numbers {
  /**
   * Digits before the point beyond which a number is larger, or smaller, than all that any column
   * holds: float64 ends at 1e309.
   */
  private static final int MANY_DIGITS = 400;

  private Numbers() {}

  /**
   * Returns {@code value} as a {@code long} when it is a whole number in range, else {@code null}.
   */
  public static @Nullable Long whole(Object value) {
    return switch (value) {
      case Long l -> l;
      case Integer i -> Long.valueOf(i);
      case Short s -> Long.valueOf(s);
      case Byte b -> Long.valueOf(b);
      case Double d -> wholeOf(d);
      case Float f -> wholeOf(f);
      case BigInteger b -> b.bitLength() < Long.SIZE ? (Long) b.longValue() : null;
      case BigDecimal d -> wholeOf(d);
      default -> null;
    };
  }

  /** Returns {@code value} rounded to a {@code double} when it is a number, else {@code null}. */
  public static @Nullable Double real(Object value) {
    return switch (value) {
      case Double d -> d;
      case Float f -> Double.valueOf(f);
      case Long l -> Double.valueOf(l);
      case Integer i -> Double.valueOf(i);
      case Short s -> Double.valueOf(s);
      case Byte b -> Double.valueOf(b);
      case BigInteger b -> b.doubleValue();
      case BigDecimal d -> d.doubleValue();
      default -> null;
    };
  }

  /**
   * Returns {@code value} as a decimal number when it is a finite number, else {@code null}. Of a
   * {@code double} or {@code float} it is exactly the binary value: 0.1 has 55 digits.
   */
  public static @Nullable BigDecimal exact(Object value) {
    return switch (value) {
      case Double d -> Double.isFinite(d) ? new BigDecimal(d) : null;
      case Float f -> Float.isFinite(f) ? new BigDecimal(f) : null;
      case Long l -> BigDecimal.valueOf(l);
      case Integer i -> BigDecimal.valueOf(i);
      case Short s -> BigDecimal.valueOf(s);
      case Byte b -> BigDecimal.valueOf(b);
      case BigInteger b -> new BigDecimal(b);
      case BigDecimal d -> d;
      default -> null;
    };
  }

  /**
   * As {@link #exact}, but a {@code double} or {@code float} is the shortest decimal that denotes
   * it, as it prints: 0.1 is 0.1.
   */
  public static @Nullable BigDecimal printed(Object value) {
    return switch (value) {
      case Double d -> Double.isFinite(d) ? BigDecimal.valueOf(d) : null;
      case Float f -> Float.isFinite(f) ? new BigDecimal(Float.toString(f)) : null;
      default -> exact(value);
    };
  }

  /**
   * Returns {@code value} times 10 to the power {@code scale}, rounded to a whole number. Numbers
   * of absurd size ({@code 1e999999999}) are first pulled in to a size that still lies beyond
   * everything a column holds, so that they cost no memory.
   */
  public static BigInteger scaled(BigDecimal value, int scale, RoundingMode rounding) {
    return tamed(value).movePointRight(scale).setScale(0, rounding).toBigInteger();
  }

  /**
   * Returns {@code value}, or if its size is absurd a power of ten of the same sign on the same
   * side of everything a column holds.
   */
  public static BigDecimal tamed(BigDecimal value) {
    long digits = digitsBeforePoint(value);
    if (value.signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (Math.abs(digits) <= MANY_DIGITS) {
      return value;
    }
    BigDecimal size = BigDecimal.ONE.scaleByPowerOfTen(digits > 0 ? MANY_DIGITS : -MANY_DIGITS);
    return value.signum() > 0 ? size : size.negate();
  }

  /** Returns how many digits stand before the point; negative when zeros stand behind it first. */
  static long digitsBeforePoint(BigDecimal value) {
    return (long) value.precision() - value.scale();
  }

  private static @Nullable Long wholeOf(double value) {
    // 2^63 itself is a double but no long; every double below it that casts back unchanged is
    // whole.
    boolean fits = value >= -0x1p63 && value < 0x1p63 && (long) value == value;
    return fits ? (Long) (long) value : null;
  }

  private static @Nullable Long wholeOf(BigDecimal value) {
    BigDecimal near = tamed(value);
    if (near.stripTrailingZeros().scale() > 0) {
      return null;
    }
    return whole(near.toBigInteger());
  }
}
