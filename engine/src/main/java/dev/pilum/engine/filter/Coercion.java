package dev.pilum.engine.filter;

import dev.pilum.engine.row.Times;
import dev.pilum.engine.value.DateFunctions;
import dev.pilum.storage.schema.DataType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Brings a constant nearer to the type that it is compared with, where SQL leaves open what it is:
 * 0.1 beside floating-point numbers is the nearest of their width, a day beside timestamps its
 * start, a local time beside instants that time in the column's zone. Everything else stays.
 */
final class Coercion {
  private Coercion() {}

  static Object toward(DataType type, Object value) {
    return switch (type) {
      case DataType.FloatingPoint f when value instanceof BigDecimal number -> nearest(f, number);
      case DataType.Timestamp t when value instanceof LocalDate day -> local(t, day.atStartOfDay());
      case DataType.Timestamp t when value instanceof LocalDateTime time -> local(t, time);
      case DataType.Timestamp t when value instanceof String text && t.zone() != null ->
          Times.micros(t, text) == null ? localText(t, text) : text;
      default -> value;
    };
  }

  private static Object local(DataType.Timestamp type, LocalDateTime time) {
    if (type.zone() == null) {
      return time;
    }
    ZoneId zone = DateFunctions.zone(type);
    return time.atZone(zone).toInstant();
  }

  private static Object localText(DataType.Timestamp type, String text) {
    LocalDateTime time = Times.local(text);
    return time == null ? text : local(type, time);
  }

  /** A number beyond the greatest finite one stays what it is: greater than that, not infinite. */
  private static Object nearest(DataType.FloatingPoint type, BigDecimal number) {
    double nearest =
        switch (type.bits()) {
          case 64 -> number.doubleValue();
          case 32 -> number.floatValue();
          default -> Float.float16ToFloat(Float.floatToFloat16(number.floatValue()));
        };
    return Double.isFinite(nearest) ? (Object) nearest : number;
  }
}
