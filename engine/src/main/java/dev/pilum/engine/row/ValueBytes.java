package dev.pilum.engine.row;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Turns text, UUIDs and decimals into the bytes that columns hold, and back; {@code null} says that
 * it cannot be done.
 */
public final class ValueBytes {
  private static final ValueLayout.OfLong BIG_ENDIAN =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int WIDE = 16;
  private static final int UUID_TEXT_LENGTH = 36;

  private ValueBytes() {}

  /**
   * Returns the UTF-8 of a {@link String}; {@code null} for one with half a surrogate pair, which
   * has no UTF-8.
   */
  public static byte @Nullable [] utf8(Object value) {
    if (!(value instanceof String text)) {
      return null;
    }
    return hasLoneSurrogate(text) ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the 16 bytes, highest first, of a {@link UUID} or its text of 36 characters. */
  public static byte @Nullable [] uuid(Object value) {
    UUID uuid =
        value instanceof String text
            ? parsedUuid(text)
            : value instanceof UUID given ? given : null;
    if (uuid == null) {
      return null;
    }
    byte[] bytes = new byte[WIDE];
    MemorySegment.ofArray(bytes).set(BIG_ENDIAN, 0, uuid.getMostSignificantBits());
    MemorySegment.ofArray(bytes).set(BIG_ENDIAN, Long.BYTES, uuid.getLeastSignificantBits());
    return bytes;
  }

  /**
   * Returns the 16 bytes, lowest first, of a number's digits at this scale, when it has no more
   * digits than these.
   */
  static byte @Nullable [] decimal(Object value, int precision, int scale) {
    BigDecimal number = Numbers.printed(value);
    if (number == null) {
      return null;
    }
    BigDecimal near = Numbers.tamed(number).stripTrailingZeros();
    boolean fits = near.scale() <= scale && Numbers.digitsBeforePoint(near) <= precision - scale;
    return fits || near.signum() == 0
        ? wide(Numbers.scaled(near, scale, RoundingMode.UNNECESSARY))
        : null;
  }

  static UUID uuidAt(MemorySegment bytes, int row) {
    long place = (long) row * WIDE;
    return new UUID(bytes.get(BIG_ENDIAN, place), bytes.get(BIG_ENDIAN, place + Long.BYTES));
  }

  /** Returns the decimal of a row. */
  public static BigDecimal decimalAt(MemorySegment bytes, int row, int scale) {
    byte[] digits = bytes.asSlice((long) row * WIDE, WIDE).toArray(ValueLayout.JAVA_BYTE);
    return new BigDecimal(new BigInteger(reversed(digits)), scale);
  }

  private static byte[] wide(BigInteger number) {
    byte[] bytes = new byte[WIDE];
    Arrays.fill(bytes, (byte) (number.signum() < 0 ? -1 : 0));
    byte[] highestFirst = number.toByteArray();
    for (int i = 0; i < highestFirst.length; i++) {
      bytes[i] = highestFirst[highestFirst.length - 1 - i];
    }
    return bytes;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] turned = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      turned[i] = bytes[bytes.length - 1 - i];
    }
    return turned;
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))
          && Character.charCount(text.codePointAt(i++)) == 1) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable UUID parsedUuid(String text) {
    if (text.length() != UUID_TEXT_LENGTH) {
      return null;
    }
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notHex) {
      return null;
    }
  }
}
