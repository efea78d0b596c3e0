package dev.pilum.pgvector;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/**
 * PostgreSQL's binary form of {@code numeric}.
 *
 * <pre>
 * field      bytes  meaning
 * digits     2      how many digits to the base 10,000 follow
 * weight     2      power of 10,000 of the first
 * sign       2      0 positive, 0x4000 negative
 * scale      2      decimal digits behind the point that are shown
 * digit      2 each 0 to 9,999; none at either end is zero
 * </pre>
 */
final class PgNumeric {
  private static final int NEGATIVE = 0x4000;
  private static final int DIGITS_EACH = 4;
  private static final BigInteger BASE = BigInteger.valueOf(10_000);

  private PgNumeric() {}

  /** Puts a number. */
  static void put(BigDecimal value, TupleBuffer out) {
    int scale = Math.max(0, value.scale());
    int fractionGroups = (scale + DIGITS_EACH - 1) / DIGITS_EACH;
    BigInteger whole = value.setScale(fractionGroups * DIGITS_EACH).unscaledValue().abs();
    short[] digits = new short[whole.bitLength() / 13 + 1]; // 13 bits are less than a digit
    int first = digits.length;
    while (whole.signum() != 0) {
      BigInteger[] parts = whole.divideAndRemainder(BASE);
      digits[--first] = parts[1].shortValue();
      whole = parts[0];
    }
    int end = digits.length;
    while (end > first && digits[end - 1] == 0) {
      end--;
    }
    boolean zero = first == end;
    int weight = zero ? 0 : digits.length - first - fractionGroups - 1;
    out.putShort(end - first).putShort(weight).putShort(value.signum() < 0 ? NEGATIVE : 0);
    out.putShort(scale);
    for (int i = first; i < end; i++) {
      out.putShort(digits[i]);
    }
  }

  /** Reads a number. */
  static BigDecimal read(ByteBuffer in) {
    int count = in.getShort();
    int weight = in.getShort();
    boolean negative = in.getShort() == NEGATIVE;
    int scale = in.getShort();
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      value = value.multiply(BASE).add(BigInteger.valueOf(in.getShort()));
    }
    BigDecimal decimal = new BigDecimal(value).movePointRight(DIGITS_EACH * (weight - count + 1));
    return (negative ? decimal.negate() : decimal).setScale(scale);
  }
}
