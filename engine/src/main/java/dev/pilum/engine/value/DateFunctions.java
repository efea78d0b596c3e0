package dev.pilum.engine.value;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.NearestName;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Functions of dates, times and timestamps; these with a zone are seen in it. */
public final class DateFunctions {
  private static final long SECOND = 1_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private DateFunctions() {}

  /** What can be asked of a date or time. */
  private enum Part {
    YEAR,
    QUARTER,
    MONTH,
    WEEK,
    DAY,
    DOW,
    DOY,
    HOUR,
    MINUTE,
    SECOND,
    MILLISECOND,
    MICROSECOND,
    EPOCH;

    boolean isOfDay() {
      return switch (this) {
        case YEAR, QUARTER, MONTH, WEEK, DAY, DOW, DOY -> true;
        case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, EPOCH -> false;
      };
    }
  }

  /**
   * Returns the kernel for a part of a date, time or timestamp.
   *
   * @throws InvalidRequest when there is no such part, or none of this type
   */
  public static Kernel part(String name, DataType type) {
    Part part = named(name, Part.values());
    if (part.isOfDay() && type instanceof DataType.Time) {
      throw new InvalidRequest("a time of day has no " + name);
    }
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      long[] lanes = part == Part.EPOCH ? epoch(column) : parts(part, column);
      return Lanes.longs(Lanes.WHOLE, lanes, Present.in(column));
    };
  }

  /**
   * Returns the kernel that cuts dates or timestamps down to the start of a unit.
   *
   * @throws InvalidRequest when there is no such unit
   */
  public static Kernel trunc(String name, DataType type) {
    Part unit =
        named(
            name,
            Part.YEAR,
            Part.QUARTER,
            Part.MONTH,
            Part.WEEK,
            Part.DAY,
            Part.HOUR,
            Part.MINUTE,
            Part.SECOND);
    ZoneId zone = zone(type);
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      long[] lanes = Lanes.longs(column);
      long[] local = type instanceof DataType.Date ? lanes : localMicros(column);
      for (int i = 0; i < rows; i++) {
        lanes[i] =
            type instanceof DataType.Date
                ? startOfDays(unit, lanes[i])
                : start(unit, lanes[i], local[i], zone);
      }
      return Lanes.longs(type, lanes, Present.in(column));
    };
  }

  /**
   * Returns the zone of a timestamp, UTC for every other type.
   *
   * @throws InvalidRequest when Java does not know the zone
   */
  public static ZoneId zone(DataType type) {
    if (!(type instanceof DataType.Timestamp(@Nullable String name)) || name == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      throw new InvalidRequest("Java knows no time zone '" + name + "'");
    }
  }

  /** Returns microseconds since 1970 of a local time in a zone. */
  static long atZone(long localMicros, ZoneId zone) {
    if (zone == ZoneOffset.UTC) {
      return localMicros;
    }
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(localMicros, SECOND),
            (int) Math.floorMod(localMicros, SECOND) * 1_000,
            ZoneOffset.UTC);
    return localMicros - zone.getRules().getOffset(local).getTotalSeconds() * SECOND;
  }

  /** Returns the microseconds that a clock in the column's zone shows; of dates their start. */
  static long[] localMicros(Column column) {
    long[] lanes = Lanes.longs(column);
    ZoneId zone = zone(column.type());
    if (column.type() instanceof DataType.Date) {
      for (int i = 0; i < lanes.length; i++) {
        lanes[i] *= DAY;
      }
    } else if (!zone.equals(ZoneOffset.UTC) && !zone.equals(ZoneId.of("UTC"))) {
      for (int i = 0; i < lanes.length; i++) {
        lanes[i] += offset(zone, lanes[i]);
      }
    }
    return lanes;
  }

  private static long offset(ZoneId zone, long micros) {
    return zone.getRules()
            .getOffset(Instant.ofEpochSecond(Math.floorDiv(micros, SECOND)))
            .getTotalSeconds()
        * SECOND;
  }

  private static long[] parts(Part part, Column column) {
    boolean days = column.type() instanceof DataType.Date;
    long[] lanes = days ? Lanes.longs(column) : localMicros(column);
    for (int i = 0; i < lanes.length; i++) {
      if (part.isOfDay()) {
        lanes[i] = ofDay(part, days ? lanes[i] : Math.floorDiv(lanes[i], DAY));
      } else {
        lanes[i] = days ? 0 : ofTime(part, lanes[i]);
      }
    }
    return lanes;
  }

  private static long[] epoch(Column column) {
    long[] lanes = Lanes.longs(column);
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] =
          column.type() instanceof DataType.Date
              ? lanes[i] * (DAY / SECOND)
              : Math.floorDiv(lanes[i], SECOND);
    }
    return lanes;
  }

  private static long ofDay(Part part, long epochDay) {
    LocalDate day = LocalDate.ofEpochDay(epochDay);
    return switch (part) {
      case YEAR -> day.getYear();
      case QUARTER -> (day.getMonthValue() + 2) / 3;
      case MONTH -> day.getMonthValue();
      case WEEK -> day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case DAY -> day.getDayOfMonth();
      case DOW -> day.getDayOfWeek().getValue() % 7;
      default -> day.getDayOfYear();
    };
  }

  private static long ofTime(Part part, long micros) {
    return switch (part) {
      case HOUR -> Math.floorMod(micros, DAY) / HOUR;
      case MINUTE -> Math.floorMod(micros, HOUR) / MINUTE;
      case SECOND -> Math.floorMod(micros, MINUTE) / SECOND;
      case MILLISECOND -> Math.floorMod(micros, MINUTE) / 1_000;
      default -> Math.floorMod(micros, MINUTE);
    };
  }

  /**
   * Returns the instant at which a unit of local time began. That of an hour or less is as far back
   * as the clock says, for a clock that is put back shows some hours twice.
   */
  private static long start(Part unit, long micros, long localMicros, ZoneId zone) {
    long start = start(unit, localMicros);
    return unit.isOfDay() ? atZone(start, zone) : micros - (localMicros - start);
  }

  private static long start(Part unit, long micros) {
    return switch (unit) {
      case HOUR -> Math.floorDiv(micros, HOUR) * HOUR;
      case MINUTE -> Math.floorDiv(micros, MINUTE) * MINUTE;
      case SECOND -> Math.floorDiv(micros, SECOND) * SECOND;
      default -> startOfDays(unit, Math.floorDiv(micros, DAY)) * DAY;
    };
  }

  /** Returns the first day of a unit; of one shorter than a day, the day. */
  private static long startOfDays(Part unit, long epochDay) {
    return firstDay(unit).apply(LocalDate.ofEpochDay(epochDay)).toEpochDay();
  }

  private static UnaryOperator<LocalDate> firstDay(Part unit) {
    return switch (unit) {
      case YEAR -> day -> day.withDayOfYear(1);
      case QUARTER -> day -> day.with(IsoFields.DAY_OF_QUARTER, 1);
      case MONTH -> day -> day.withDayOfMonth(1);
      case WEEK -> day -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      default -> UnaryOperator.identity();
    };
  }

  private static Part named(String name, Part... parts) {
    List<String> names =
        Arrays.stream(parts).map(part -> part.name().toLowerCase(Locale.ROOT)).toList();
    int place = names.indexOf(name.toLowerCase(Locale.ROOT));
    if (place < 0) {
      throw new InvalidRequest(
          "unknown part of a date '%s'; did you mean '%s'? parts: %s"
              .formatted(name, NearestName.of(name, names), String.join(", ", names)));
    }
    return parts[place];
  }
}
