package dev.pilum.engine.value;

import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.row.Times;
import dev.pilum.engine.row.ValueBytes;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values turned into another type; null where a value has no counterpart. */
public final class Casts {
  /** Digits of a text beyond which it is taken for no number. */
  private static final int MAX_DIGITS = 400;

  private static final long DAY_MICROS = 86_400_000_000L;

  private Casts() {}

  /** Returns the type of what a cast to {@code target} gives. */
  public static DataType result(DataType target) {
    return target instanceof DataType.Int ? Lanes.WHOLE : target;
  }

  /** Returns the kernel from one scalar type to another, or {@code null} when there is none. */
  public static @Nullable Kernel of(DataType from, DataType to) {
    if (from.equals(to) && result(to).equals(to)) {
      return (arguments, rows) -> arguments.get(0);
    }
    return switch (to) {
      case DataType.Int i when isNumber(from) || from instanceof DataType.Bool -> whole(from, i);
      case DataType.Int i when from instanceof DataType.Utf8 -> texts(to, text -> whole(text, i));
      case DataType.FloatingPoint f when isNumber(from) -> real(f);
      case DataType.FloatingPoint f when from instanceof DataType.Utf8 -> texts(to, Casts::real);
      case DataType.Decimal d when isNumber(from) -> decimal(from, d);
      case DataType.Decimal d when from instanceof DataType.Utf8 -> texts(to, Casts::number);
      case DataType.Bool b when from instanceof DataType.Int -> flag();
      case DataType.Bool b when from instanceof DataType.Utf8 -> texts(to, Casts::flag);
      case DataType.Utf8 u when from.isScalar() && !(from instanceof DataType.Binary) -> text();
      case DataType.Utf8 u -> null;
      case DataType.Binary b when from instanceof DataType.Utf8 ->
          texts(to, text -> text.getBytes(StandardCharsets.UTF_8));
      case DataType.Date d when from instanceof DataType.Timestamp -> day();
      case DataType.Date d when from instanceof DataType.Utf8 ->
          texts(to, text -> Times.days(text) == null ? null : LocalDate.parse(text));
      case DataType.Time t when from instanceof DataType.Timestamp -> timeOfDay();
      case DataType.Time t when from instanceof DataType.Utf8 ->
          texts(to, text -> Times.microsOfDay(text) == null ? null : LocalTime.parse(text));
      case DataType.Timestamp t
          when from instanceof DataType.Date || from instanceof DataType.Timestamp ->
          timestamp(t);
      case DataType.Timestamp t when from instanceof DataType.Utf8 -> timestampOfText(t);
      case DataType.Uuid u when from instanceof DataType.Utf8 ->
          texts(to, text -> ValueBytes.uuid(text) == null ? null : text);
      default -> null;
    };
  }

  /** Returns whether values of the type are numbers. */
  public static boolean isNumber(DataType type) {
    return type instanceof DataType.Int
        || type instanceof DataType.FloatingPoint
        || type instanceof DataType.Decimal;
  }

  private static Kernel whole(DataType from, DataType.Int to) {
    long least = to.signed() ? -1L << (to.bits() - 1) : 0;
    long greatest = ~(-1L << (to.bits() - (to.signed() ? 1 : 0)));
    boolean exact = from instanceof DataType.Int || from instanceof DataType.Bool;
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      long[] present = Present.in(column);
      long[] lanes = exact ? Lanes.longs(column) : cut(column, present);
      for (int i = 0; i < rows; i++) {
        if (lanes[i] < least || lanes[i] > greatest) {
          Present.clear(present, i);
        }
      }
      return Lanes.longs(Lanes.WHOLE, lanes, present);
    };
  }

  /** Numbers without their fractions; what is no whole number of 64 bits then is null. */
  private static long[] cut(Column column, long[] present) {
    if (column.type() instanceof DataType.FloatingPoint) {
      double[] reals = Lanes.doubles(column);
      long[] lanes = new long[reals.length];
      for (int i = 0; i < lanes.length; i++) {
        lanes[i] = (long) reals[i];
        if (!(reals[i] >= -0x1p63 && reals[i] < 0x1p63)) {
          Present.clear(present, i);
        }
      }
      return lanes;
    }
    long[] lanes = new long[column.length()];
    for (int i = 0; i < lanes.length; i++) {
      if (Present.has(present, i)) {
        Long whole = wholeOf(Lanes.decimal(column, i));
        if (whole == null) {
          Present.clear(present, i);
        } else {
          lanes[i] = whole;
        }
      }
    }
    return lanes;
  }

  private static Kernel real(DataType.FloatingPoint to) {
    return (arguments, rows) ->
        Lanes.doubles(to, Lanes.doubles(arguments.get(0)), Present.inAll(arguments, rows));
  }

  private static Kernel decimal(DataType from, DataType.Decimal to) {
    boolean real = from instanceof DataType.FloatingPoint;
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      long[] present = Present.in(column);
      Lanes.Decimals results = new Lanes.Decimals(to, rows, present);
      for (int i = 0; i < rows; i++) {
        boolean finite = !real || Double.isFinite(column.doubleAt(i));
        if (!Present.has(present, i) || !finite) {
          Present.clear(present, i);
        } else {
          BigDecimal value =
              real ? BigDecimal.valueOf(column.doubleAt(i)) : Lanes.decimal(column, i);
          setRounded(results, i, value, to, present);
        }
      }
      return results.column();
    };
  }

  private static void setRounded(
      Lanes.Decimals results, int row, BigDecimal value, DataType.Decimal type, long[] present) {
    BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
    if (rounded.precision() > type.precision()) {
      Present.clear(present, row);
    } else {
      results.set(row, rounded);
    }
  }

  private static Kernel flag() {
    return (arguments, rows) -> {
      long[] lanes = Lanes.longs(arguments.get(0));
      long[] words = new long[(rows + 63) >>> 6];
      for (int i = 0; i < rows; i++) {
        words[i >>> 6] |= (lanes[i] == 0 ? 0L : 1L) << i;
      }
      return Lanes.bools(words, rows, Present.inAll(arguments, rows));
    };
  }

  private static Kernel text() {
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      long[] present = Present.in(column);
      TextBuilder results = new TextBuilder(rows, rows * 16);
      for (int row = 0; row < rows; row++) {
        Object value = RowReader.value(column, row);
        if (value != null) {
          String text =
              value instanceof BigDecimal number ? number.toPlainString() : value.toString();
          results.append(text.getBytes(StandardCharsets.UTF_8));
        }
        results.endRow();
      }
      return results.column(Types.utf8(), present);
    };
  }

  private static Kernel day() {
    return (arguments, rows) -> {
      long[] lanes = DateFunctions.localMicros(arguments.get(0));
      for (int i = 0; i < rows; i++) {
        lanes[i] = Math.floorDiv(lanes[i], DAY_MICROS);
      }
      return Lanes.longs(Types.date(), lanes, Present.inAll(arguments, rows));
    };
  }

  private static Kernel timeOfDay() {
    return (arguments, rows) -> {
      long[] lanes = DateFunctions.localMicros(arguments.get(0));
      for (int i = 0; i < rows; i++) {
        lanes[i] = Math.floorMod(lanes[i], DAY_MICROS);
      }
      return Lanes.longs(Types.time(), lanes, Present.inAll(arguments, rows));
    };
  }

  /**
   * An instant keeps its instant in another zone; only to and from local time does a clock tell.
   */
  private static Kernel timestamp(DataType.Timestamp to) {
    ZoneId zone = DateFunctions.zone(to);
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      long[] present = Present.in(column);
      boolean instants =
          to.zone() != null
              && column.type() instanceof DataType.Timestamp(String name)
              && name != null;
      long[] lanes = instants ? Lanes.longs(column) : DateFunctions.localMicros(column);
      if (column.type() instanceof DataType.Date) {
        dropDistantDays(column, present);
      }
      for (int i = 0; i < rows && !instants && to.zone() != null; i++) {
        lanes[i] = DateFunctions.atZone(lanes[i], zone);
      }
      return Lanes.longs(to, lanes, present);
    };
  }

  /** Days that microseconds of 64 bits do not reach: farther away than 292,000 years. */
  private static void dropDistantDays(Column column, long[] present) {
    for (int i = 0; i < column.length(); i++) {
      if (Math.abs(column.longAt(i)) > Long.MAX_VALUE / DAY_MICROS) {
        Present.clear(present, i);
      }
    }
  }

  private static Kernel timestampOfText(DataType.Timestamp to) {
    ZoneId zone = DateFunctions.zone(to);
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      long[] present = Present.in(column);
      long[] lanes = new long[rows];
      for (int i = 0; i < rows; i++) {
        Long micros = Present.has(present, i) ? micros(string(column, i).strip(), to, zone) : null;
        if (micros == null) {
          Present.clear(present, i);
        } else {
          lanes[i] = micros;
        }
      }
      return Lanes.longs(to, lanes, present);
    };
  }

  private static @Nullable Long micros(String text, DataType.Timestamp to, ZoneId zone) {
    Long exact = Times.micros(to, text);
    Long local = exact == null ? Times.micros(new DataType.Timestamp(null), text) : null;
    return local == null ? exact : Long.valueOf(DateFunctions.atZone(local, zone));
  }

  /** Turns a text into a Java value of a type. */
  private interface TextParser {
    @Nullable Object parse(String text);
  }

  private static Kernel texts(DataType to, TextParser parser) {
    return (arguments, rows) -> {
      Column column = arguments.get(0);
      Results results = new Results(result(to), rows);
      for (int i = 0; i < rows; i++) {
        results.add(column.isNull(i) ? null : parser.parse(string(column, i).strip()));
      }
      return results.column();
    };
  }

  private static @Nullable Object whole(String text, DataType.Int type) {
    Object number = number(text);
    Long whole = number instanceof BigDecimal decimal ? wholeOf(decimal) : null;
    long least = type.signed() ? -1L << (type.bits() - 1) : 0;
    long greatest = ~(-1L << (type.bits() - (type.signed() ? 1 : 0)));
    return whole == null || whole < least || whole > greatest ? null : whole;
  }

  private static @Nullable Object number(String text) {
    if (text.length() > MAX_DIGITS) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.precision() - number.scale()) > MAX_DIGITS ? null : number;
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  private static @Nullable Object real(String text) {
    try {
      return text.length() > MAX_DIGITS ? null : Double.valueOf(text);
    } catch (NumberFormatException noNumber) {
      return null;
    }
  }

  private static @Nullable Object flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "1" -> true;
      case "false", "f", "no", "0" -> false;
      default -> null;
    };
  }

  private static @Nullable Long wholeOf(BigDecimal number) {
    BigDecimal cut = number.setScale(0, RoundingMode.DOWN);
    return cut.precision() <= 19 && cut.toBigInteger().bitLength() < Long.SIZE
        ? (Long) cut.longValue()
        : null;
  }

  private static String string(Column column, int row) {
    return new String(Lanes.bytes(column, row), StandardCharsets.UTF_8);
  }
}
