package dev.pilum.engine.row;

import dev.pilum.storage.schema.DataType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * Turns Java's dates and times, or ISO 8601 text, into the numbers that columns hold; {@code null}
 * says that it cannot be done. What is finer than a microsecond is cut off, towards the past.
 */
public final class Times {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  /** Length of {@code 2024-12-31}. */
  private static final int ISO_DAY_LENGTH = 10;

  private Times() {}

  /**
   * Returns the days since 1970-01-01 of a {@link LocalDate} or text such as {@code 2024-12-31},
   * within 32 bits.
   */
  public static @Nullable Long days(Object value) {
    LocalDate day =
        value instanceof String text
            ? parsedDay(text)
            : value instanceof LocalDate date ? date : null;
    if (day == null || day.toEpochDay() != (int) day.toEpochDay()) {
      return null;
    }
    return day.toEpochDay();
  }

  /**
   * Returns the microseconds since midnight of a {@link LocalTime} or text such as {@code
   * 23:59:59.5}.
   */
  public static @Nullable Long microsOfDay(Object value) {
    LocalTime time =
        value instanceof String text
            ? parsedTime(text)
            : value instanceof LocalTime local ? local : null;
    return time == null ? null : (Long) (time.toNanoOfDay() / NANOS_PER_MICRO);
  }

  /**
   * Returns microseconds since 1970-01-01T00:00. With a zone: of an {@link Instant}, {@link
   * OffsetDateTime}, {@link ZonedDateTime} or text with an offset such as {@code
   * 2024-12-31T23:59:59Z}. Without: of a {@link LocalDateTime}, or text such as {@code
   * 2024-12-31T23:59:59} or {@code 2024-12-31}, the start of that day. A blank may stand for the
   * {@code T}.
   */
  public static @Nullable Long micros(DataType.Timestamp type, Object value) {
    return type.zone() == null ? localMicros(value) : zonedMicros(value);
  }

  /** Returns the local time that a text denotes, or {@code null}; forms as {@link #micros}. */
  public static @Nullable LocalDateTime local(String text) {
    return parsedLocal(text);
  }

  /** Returns the instant of microseconds since 1970. */
  static Instant instant(long micros) {
    long seconds = Math.floorDiv(micros, MICROS_PER_SECOND);
    return Instant.ofEpochSecond(
        seconds, Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
  }

  /** Returns the local time of microseconds since 1970. */
  static LocalDateTime local(long micros) {
    return LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC);
  }

  /** Returns the time of day of microseconds since midnight. */
  static LocalTime timeOfDay(long micros) {
    return LocalTime.ofNanoOfDay(micros * NANOS_PER_MICRO);
  }

  private static @Nullable Long localMicros(Object value) {
    LocalDateTime time =
        value instanceof String text
            ? parsedLocal(text)
            : value instanceof LocalDateTime local ? local : null;
    return time == null ? null : micros(time.toInstant(ZoneOffset.UTC));
  }

  private static @Nullable Long zonedMicros(Object value) {
    return switch (value) {
      case Instant i -> micros(i);
      case OffsetDateTime o -> micros(o.toInstant());
      case ZonedDateTime z -> micros(z.toInstant());
      case String text -> parsedZoned(text);
      default -> null;
    };
  }

  private static @Nullable Long micros(Instant instant) {
    try {
      long whole = Math.multiplyExact(instant.getEpochSecond(), MICROS_PER_SECOND);
      return Math.addExact(whole, instant.getNano() / NANOS_PER_MICRO);
    } catch (ArithmeticException beyond) {
      return null;
    }
  }

  private static @Nullable LocalDate parsedDay(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException notIso) {
      return null;
    }
  }

  private static @Nullable LocalTime parsedTime(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeException notIso) {
      return null;
    }
  }

  private static @Nullable LocalDateTime parsedLocal(String text) {
    try {
      return text.length() == ISO_DAY_LENGTH
          ? LocalDate.parse(text).atStartOfDay()
          : LocalDateTime.parse(withT(text));
    } catch (DateTimeException notIso) {
      return null;
    }
  }

  private static @Nullable Long parsedZoned(String text) {
    try {
      return micros(OffsetDateTime.parse(withT(text)).toInstant());
    } catch (DateTimeException notIso) {
      return null;
    }
  }

  private static String withT(String text) {
    boolean blank = text.length() > ISO_DAY_LENGTH && text.charAt(ISO_DAY_LENGTH) == ' ';
    return blank
        ? text.substring(0, ISO_DAY_LENGTH) + 'T' + text.substring(ISO_DAY_LENGTH + 1)
        : text;
  }
}
