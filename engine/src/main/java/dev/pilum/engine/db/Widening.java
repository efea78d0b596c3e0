package dev.pilum.engine.db;

import dev.pilum.engine.write.SchemaChange.Values;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;

/** Gives values a type that has all of them. */
final class Widening {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  /** Dates beyond have no timestamp of microseconds in 64 bits. */
  private static final long MOST_DAYS = Long.MAX_VALUE / MICROS_PER_DAY;

  private Widening() {}

  /**
   * Returns what turns a batch of the one column into the wider.
   *
   * @throws InvalidRequest when {@code to} does not have all values
   */
  static Values of(Field from, DataType to) {
    if (!fits(from.type(), to)) {
      throw new InvalidRequest(
          "column '%s' has type %s, and %s does not have all its values; add a column computed from it instead"
              .formatted(from.name(), from.type().describe(), to.describe()));
    }
    return rows -> widened(from, rows.column(0), to);
  }

  private static boolean fits(DataType from, DataType to) {
    return switch (from) {
      case DataType.Int(int bits, boolean signed) ->
          switch (to) {
            case DataType.Int(int wider, boolean toSigned) -> wider > bits && (toSigned || !signed);
            case DataType.FloatingPoint(int wider) ->
                (wider == 64 && bits <= 32) || (wider == 32 && bits <= 16);
            default -> false;
          };
      case DataType.FloatingPoint(int bits) ->
          to instanceof DataType.FloatingPoint(int wider) && wider > bits;
      case DataType.Date _ -> to instanceof DataType.Timestamp(var zone) && zone == null;
      default -> false;
    };
  }

  private static Column widened(Field from, Column narrow, DataType to) {
    ColumnBuilder wide = ColumnBuilder.of(to, Allocator.heap());
    for (int row = 0; row < narrow.length(); row++) {
      if (narrow.isNull(row)) {
        wide.appendNull();
      } else if (from.type() instanceof DataType.FloatingPoint) {
        wide.appendDouble(narrow.doubleAt(row));
      } else if (to instanceof DataType.FloatingPoint) {
        wide.appendDouble((double) narrow.longAt(row));
      } else {
        wide.appendLong(
            to instanceof DataType.Timestamp
                ? micros(from, narrow.longAt(row))
                : narrow.longAt(row));
      }
    }
    return wide.view();
  }

  private static long micros(Field from, long days) {
    if (Math.abs(days) > MOST_DAYS) {
      throw new InvalidRequest(
          "column '%s' has a date %d days from 1970-01-01, at most %d days go into a timestamp"
              .formatted(from.name(), days, MOST_DAYS));
    }
    return days * MICROS_PER_DAY;
  }
}
