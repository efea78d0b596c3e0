package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;

/** Dates, times and the like as PostgreSQL reads them from text, whatever its settings. */
final class PgText {
  /** Years that PostgreSQL's dates and timestamps have; a filter needs none beyond. */
  private static final int LAST_YEAR = 294_275;

  private static final int FIRST_YEAR = -4_712;

  private PgText() {}

  static String of(Object value) {
    return switch (value) {
      case LocalDate day -> day(day) + era(day);
      case LocalTime time -> time.toString();
      case LocalDateTime time ->
          day(time.toLocalDate()) + " " + time.toLocalTime() + era(time.toLocalDate());
      case Instant instant -> instant(instant);
      case UUID id -> id.toString();
      default -> throw new AssertionError("no text of " + value.getClass());
    };
  }

  /** Returns a vector as pgvector reads it. */
  static String vector(float[] coordinates) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < coordinates.length; i++) {
      text.append(i == 0 ? "" : ",").append(coordinates[i]);
    }
    return text.append(']').toString();
  }

  private static String instant(Instant instant) {
    LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    LocalDate day = time.toLocalDate();
    return day(day) + " " + time.toLocalTime() + "+00" + era(day);
  }

  private static String day(LocalDate day) {
    if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
      throw new InvalidRequest("the day " + day + " is beyond PostgreSQL's calendar");
    }
    int year = day.getYear() > 0 ? day.getYear() : 1 - day.getYear();
    return String.format(
        Locale.ROOT, "%04d-%02d-%02d", year, day.getMonthValue(), day.getDayOfMonth());
  }

  private static String era(LocalDate day) {
    return day.getYear() > 0 ? "" : " BC";
  }
}
