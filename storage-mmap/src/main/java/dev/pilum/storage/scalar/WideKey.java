package dev.pilum.storage.scalar;

import java.math.BigInteger;

/**
 * A signed 128-bit number.
 *
 * @param upper its upper half, signed
 * @param lower its lower half, unsigned
 */
public record WideKey(long upper, long lower) implements Comparable<WideKey> {
  /** Returns the key of a number of at most 128 bits. */
  public static WideKey of(BigInteger number) {
    assert number.bitLength() < 128 : number;
    return new WideKey(number.shiftRight(Long.SIZE).longValue(), number.longValue());
  }

  @Override
  public int compareTo(WideKey other) {
    return compareTo(other.upper, other.lower);
  }

  /** Compares with the number that these halves make. */
  public int compareTo(long otherUpper, long otherLower) {
    return upper != otherUpper
        ? Long.compare(upper, otherUpper)
        : Long.compareUnsigned(lower, otherLower);
  }
}
