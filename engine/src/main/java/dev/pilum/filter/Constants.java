package dev.pilum.filter;

import dev.pilum.storage.error.InvalidRequest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings constants that mean the same into the same Java type, so that equal filters are equal
 * however they were made.
 */
final class Constants {
  /** Digits of numbers that are written out; greater ones are beyond every column. */
  private static final int MAX_DIGITS = 400;

  private Constants() {}

  static @Nullable Object canonical(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Byte b -> Long.valueOf(b);
      case Short s -> Long.valueOf(s);
      case Integer i -> Long.valueOf(i);
      case Float f -> Double.valueOf(f);
      case BigInteger b -> b.bitLength() < Long.SIZE ? (Object) b.longValue() : new BigDecimal(b);
      case BigDecimal d when d.scale() < 0 && d.precision() - (long) d.scale() <= MAX_DIGITS ->
          d.setScale(0);
      case OffsetDateTime time -> time.toInstant();
      case ZonedDateTime time -> time.toInstant();
      case byte[] bytes -> bytes.clone();
      default -> value;
    };
  }

  /**
   * Returns the constants as an unmodifiable list.
   *
   * @throws InvalidRequest when one is null
   */
  static List<Object> canonical(List<?> values) {
    List<Object> constants = new ArrayList<>(values.size());
    for (Object value : values) {
      if (value == null) {
        throw new InvalidRequest(
            "value %d of the list is null, which nothing equals; leave it out, or ask by isNull"
                .formatted(constants.size() + 1));
      }
      constants.add(canonical(value));
    }
    return List.copyOf(constants);
  }
}
