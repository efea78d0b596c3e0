package dev.pilum.pgvector;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Time as PostgreSQL counts it, from 2000-01-01 on. */
final class PgEpoch {
  /** Days from 1970-01-01 to 2000-01-01. */
  static final long DAYS = 10_957;

  /** The same in microseconds. */
  static final long MICROS = DAYS * 86_400_000_000L;

  private PgEpoch() {}

  static int days(LocalDate date) {
    return Math.toIntExact(date.toEpochDay() - DAYS);
  }

  static long micros(Instant time) {
    return Math.subtractExact(ChronoUnit.MICROS.between(Instant.EPOCH, time), MICROS);
  }

  static long micros(LocalDateTime time) {
    return micros(time.toInstant(ZoneOffset.UTC));
  }

  static LocalDate date(int days) {
    return LocalDate.ofEpochDay(days + DAYS);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(Math.addExact(micros, MICROS), ChronoUnit.MICROS);
  }

  static LocalDateTime local(long micros) {
    return LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC);
  }
}
