package dev.pilum.engine.filter;

import dev.pilum.engine.row.RandomRows;
import dev.pilum.filter.Expression;
import dev.pilum.filter.Expression.Calculation;
import dev.pilum.filter.Expression.Literal;
import dev.pilum.filter.Expression.Operation;
import dev.pilum.storage.schema.DataType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What expressions give, written for the eye: one row at a time, over plain Java values. */
final class ExpressionOracle {
  private ExpressionOracle() {}

  /** Returns a value; a decimal constant as it is written. */
  static @Nullable Object value(Expression expression, Map<String, ?> row) {
    return switch (expression) {
      case Expression.Column c -> row.get(c.name());
      case Expression.Member m -> {
        Object struct = value(m.struct(), row);
        yield struct == null ? null : ((Map<?, ?>) struct).get(m.field());
      }
      case Literal l -> l.value();
      case Calculation c -> calculation(c, row);
      case Expression.Call c -> call(c, row);
      case Expression.Cast c -> cast(value(c.operand(), row), c.type());
      case Expression.Truth t -> FilterOracle.holds(t.condition(), row);
    };
  }

  /** Returns one side of a comparison: a decimal constant beside floating-point is the nearest. */
  static @Nullable Object side(Expression side, Expression other, Map<String, ?> row) {
    Object value = value(side, row);
    return side instanceof Literal ? nearest(other, value) : value;
  }

  static @Nullable Object nearest(Expression beside, @Nullable Object constant) {
    if (!(constant instanceof BigDecimal number)) {
      return constant;
    }
    double nearest =
        switch (width(beside)) {
          case 64 -> number.doubleValue();
          case 32 -> number.floatValue();
          case 16 -> Float.float16ToFloat(Float.floatToFloat16(number.floatValue()));
          default -> Double.NaN;
        };
    return Double.isFinite(nearest) ? (Object) nearest : number;
  }

  /** Returns how many bits a floating-point value has, 0 for other values. */
  private static int width(Expression expression) {
    return switch (expression) {
      case Expression.Column c ->
          RandomRows.EVERY_TYPE.field(c.name()).type() instanceof DataType.FloatingPoint f
              ? f.bits()
              : 0;
      case Calculation c -> isRealCalculation(c) ? 64 : 0;
      case Expression.Call c ->
          switch (c.function()) {
            case SQRT, POWER -> 64;
            case NEGATE, ABS, FLOOR, CEIL, TRUNC, ROUND ->
                isRealOrFlexible(c.arguments().getFirst()) ? 64 : 0;
            case COALESCE -> width(c.arguments().getFirst()) > 0 ? 64 : 0;
            default -> 0;
          };
      case Expression.Cast c -> c.type() instanceof DataType.FloatingPoint f ? f.bits() : 0;
      default -> 0;
    };
  }

  private static boolean isDecimal(Expression expression) {
    return switch (expression) {
      case Expression.Column c ->
          RandomRows.EVERY_TYPE.field(c.name()).type() instanceof DataType.Decimal;
      case Calculation c -> isExact(c);
      case Expression.Call c ->
          switch (c.function()) {
            case NEGATE, ABS, FLOOR, CEIL, TRUNC, ROUND, COALESCE, NULLIF ->
                isDecimal(c.arguments().getFirst());
            default -> false;
          };
      case Expression.Cast c -> c.type() instanceof DataType.Decimal;
      default -> false;
    };
  }

  /** Whether a calculation is one of decimals. */
  private static boolean isExact(Calculation c) {
    return c.operation() != Operation.DIVIDE
        && (isDecimal(c.left()) || isDecimal(c.right()))
        && !isReal(c.left())
        && !isReal(c.right());
  }

  private static boolean isReal(Expression expression) {
    return width(expression) > 0
        || (expression instanceof Literal(Object value) && value instanceof Double);
  }

  private static boolean isRealCalculation(Calculation c) {
    if (isExact(c)) {
      return false;
    }
    return isRealOrFlexible(c.left())
        || isRealOrFlexible(c.right())
        || isDecimal(c.left())
        || isDecimal(c.right());
  }

  private static boolean isRealOrFlexible(Expression expression) {
    return width(expression) > 0
        || (expression instanceof Literal(Object value)
            && (value instanceof BigDecimal || value instanceof Double));
  }

  private static @Nullable Object calculation(Calculation c, Map<String, ?> row) {
    Number left = (Number) value(c.left(), row);
    Number right = (Number) value(c.right(), row);
    if (left == null || right == null) {
      return null;
    }
    if (isExact(c)) {
      return exact(FilterOracle.exact(left), c.operation(), FilterOracle.exact(right));
    }
    return isRealCalculation(c)
        ? (Object) real(left.doubleValue(), c.operation(), right.doubleValue())
        : whole(left.longValue(), c.operation(), right.longValue());
  }

  private static @Nullable BigDecimal exact(
      BigDecimal left, Operation operation, BigDecimal right) {
    if (operation == Operation.REMAINDER && right.signum() == 0) {
      return null;
    }
    int scale =
        operation == Operation.MULTIPLY
            ? left.scale() + right.scale()
            : Math.max(left.scale(), right.scale());
    BigDecimal result =
        switch (operation) {
          case ADD -> left.add(right);
          case SUBTRACT -> left.subtract(right);
          case MULTIPLY -> left.multiply(right);
          default -> left.remainder(right);
        };
    return result.setScale(scale).precision() > 38 ? null : result;
  }

  private static @Nullable Long whole(long a, Operation operation, long b) {
    BigInteger left = BigInteger.valueOf(a);
    BigInteger right = BigInteger.valueOf(b);
    boolean divides = operation == Operation.DIVIDE || operation == Operation.REMAINDER;
    if (divides && b == 0) {
      return null;
    }
    BigInteger result =
        switch (operation) {
          case ADD -> left.add(right);
          case SUBTRACT -> left.subtract(right);
          case MULTIPLY -> left.multiply(right);
          case DIVIDE -> left.divide(right);
          case REMAINDER -> left.remainder(right);
        };
    return result.bitLength() > 63 ? null : (Long) result.longValue();
  }

  private static double real(double a, Operation operation, double b) {
    return switch (operation) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> a / b;
      case REMAINDER -> a % b;
    };
  }

  private static @Nullable Object call(Expression.Call call, Map<String, ?> row) {
    List<@Nullable Object> values =
        call.arguments().stream().<@Nullable Object>map(a -> value(a, row)).toList();
    return switch (call.function()) {
      case COALESCE -> values.stream().filter(v -> v != null).findFirst().orElse(null);
      case NULLIF -> {
        boolean both = values.get(0) != null && values.get(1) != null;
        yield both && FilterOracle.compare(values.get(0), values.get(1)) == 0
            ? null
            : values.get(0);
      }
      default -> values.contains(null) ? null : strict(call, values);
    };
  }

  private static @Nullable Object strict(Expression.Call call, List<Object> values) {
    Object first = values.getFirst();
    return switch (call.function()) {
      case LOWER -> ((String) first).toLowerCase(Locale.ROOT);
      case UPPER -> ((String) first).toUpperCase(Locale.ROOT);
      case TRIM -> ((String) first).replaceAll("^ +| +$", "");
      case LTRIM -> ((String) first).replaceAll("^ +", "");
      case RTRIM -> ((String) first).replaceAll(" +$", "");
      case LENGTH -> ((String) first).codePoints().count();
      case OCTET_LENGTH -> (long) ((String) first).getBytes(StandardCharsets.UTF_8).length;
      case SUBSTRING -> substring((String) first, values);
      case CONCAT -> String.join("", values.stream().map(String.class::cast).toList());
      case REPLACE ->
          values.get(1).equals("")
              ? first
              : ((String) first).replace((String) values.get(1), (String) values.get(2));
      case ARRAY_LENGTH -> (long) ((List<?>) first).size();
      case SQRT -> Math.sqrt(((Number) first).doubleValue());
      case POWER ->
          Math.pow(((Number) first).doubleValue(), ((Number) values.get(1)).doubleValue());
      case DATE_PART -> part((String) first, values.get(1));
      default -> number(call, (Number) first);
    };
  }

  private static String substring(String text, List<Object> values) {
    int[] points = text.codePoints().toArray();
    BigInteger from = BigInteger.valueOf(((Number) values.get(1)).longValue());
    BigInteger most =
        values.size() < 3
            ? BigInteger.TWO.pow(70)
            : BigInteger.valueOf(((Number) values.get(2)).longValue()).max(BigInteger.ZERO);
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < points.length; i++) {
      BigInteger place = BigInteger.valueOf(i + 1);
      if (place.compareTo(from) >= 0 && place.compareTo(from.add(most)) < 0) {
        part.appendCodePoint(points[i]);
      }
    }
    return part.toString();
  }

  private static @Nullable Object number(Expression.Call call, Number value) {
    Expression operand = call.arguments().getFirst();
    if (isDecimal(operand)) {
      BigDecimal exact = (BigDecimal) value;
      BigDecimal result =
          switch (call.function()) {
            case NEGATE -> exact.negate();
            case ABS -> exact.abs();
            case FLOOR -> exact.setScale(0, RoundingMode.FLOOR);
            case CEIL -> exact.setScale(0, RoundingMode.CEILING);
            case TRUNC -> exact.setScale(0, RoundingMode.DOWN);
            default -> exact.setScale(0, RoundingMode.HALF_UP);
          };
      return result.precision() > 38 ? null : result;
    }
    if (isRealOrFlexible(operand)) {
      double real = value.doubleValue();
      return switch (call.function()) {
        case NEGATE -> -real;
        case ABS -> Math.abs(real);
        case FLOOR -> Math.floor(real);
        case CEIL -> Math.ceil(real);
        case TRUNC -> real < 0 ? Math.ceil(real) : Math.floor(real);
        default ->
            !Double.isFinite(real)
                ? real
                : new BigDecimal(real).setScale(0, RoundingMode.HALF_UP).doubleValue();
      };
    }
    BigInteger whole = BigInteger.valueOf(value.longValue());
    BigInteger result =
        switch (call.function()) {
          case NEGATE -> whole.negate();
          case ABS -> whole.abs();
          default -> whole;
        };
    return result.bitLength() > 63 ? null : (Object) result.longValue();
  }

  private static Object part(String name, Object value) {
    LocalDateTime time =
        switch (value) {
          case LocalDate day -> day.atStartOfDay();
          case Instant instant -> instant.atOffset(ZoneOffset.UTC).toLocalDateTime();
          default -> (LocalDateTime) value;
        };
    return switch (name) {
      case "year" -> (long) time.getYear();
      case "month" -> (long) time.getMonthValue();
      case "day" -> (long) time.getDayOfMonth();
      case "dow" -> (long) time.getDayOfWeek().getValue() % 7;
      case "hour" -> (long) time.getHour();
      case "second" -> (long) time.getSecond();
      case "epoch" -> time.toEpochSecond(ZoneOffset.UTC);
      default -> throw new AssertionError(name);
    };
  }

  private static @Nullable Object cast(@Nullable Object value, DataType type) {
    if (value == null) {
      return null;
    }
    return switch (type) {
      case DataType.Int i -> whole((Number) value, i.bits());
      case DataType.FloatingPoint f when f.bits() == 32 -> (float) ((Number) value).doubleValue();
      case DataType.FloatingPoint f -> ((Number) value).doubleValue();
      case DataType.Utf8 u ->
          value instanceof BigDecimal number ? number.toPlainString() : value.toString();
      case DataType.Date d ->
          value instanceof Instant instant
              ? instant.atOffset(ZoneOffset.UTC).toLocalDate()
              : ((LocalDateTime) value).toLocalDate();
      default -> throw new AssertionError(type);
    };
  }

  private static @Nullable Long whole(Number value, int bits) {
    if (!Double.isFinite(value.doubleValue()) && !(value instanceof BigDecimal)) {
      return null;
    }
    BigInteger cut = FilterOracle.exact(value).toBigInteger();
    return cut.bitLength() >= bits ? null : (Long) cut.longValue();
  }
}
