package dev.pilum.formats.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Days and points in time as ISO 8601 writes them. */
final class Moments {
  /** Characters of the shortest day and of the longest moment that is worth a try. */
  private static final int SHORTEST = 10;

  private static final int LONGEST = 40;

  private Moments() {}

  /** Returns the kind of moment that {@code text} is, or {@code null} when it is none. */
  static Guess.@Nullable Kind kindOf(String text) {
    if (text.length() < SHORTEST || text.length() > LONGEST || !isDated(text)) {
      return null;
    }
    try {
      if (text.length() == SHORTEST) {
        LocalDate.parse(text);
        return Guess.Kind.DATE;
      }
      boolean zoned = isZoned(text);
      boolean micros = zoned ? isMicros(instant(text)) : isMicros(local(text));
      return !micros ? null : zoned ? Guess.Kind.INSTANT : Guess.Kind.TIMESTAMP;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Reads a moment with a zone. */
  static Instant instant(String text) {
    return OffsetDateTime.parse(withLetter(text)).toInstant();
  }

  /** Reads a moment without a zone. */
  static LocalDateTime local(String text) {
    return LocalDateTime.parse(withLetter(text));
  }

  private static boolean isMicros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS).equals(time);
  }

  private static boolean isMicros(LocalDateTime time) {
    return time.truncatedTo(ChronoUnit.MICROS).equals(time);
  }

  private static boolean isDated(String text) {
    return text.charAt(4) == '-'
        && text.charAt(7) == '-'
        && Character.isDigit(text.charAt(0))
        && Character.isDigit(text.charAt(9));
  }

  private static boolean isZoned(String text) {
    return text.endsWith("Z")
        || text.lastIndexOf('+') > SHORTEST
        || text.lastIndexOf('-') > SHORTEST;
  }

  /** Returns the text with the {@code T} between day and time that databases write as a blank. */
  private static String withLetter(String text) {
    return text.length() > SHORTEST && text.charAt(SHORTEST) == ' '
        ? text.substring(0, SHORTEST) + 'T' + text.substring(SHORTEST + 1)
        : text;
  }
}
