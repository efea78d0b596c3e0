package dev.pilum.engine.filter;

import dev.pilum.engine.row.ValueBytes;
import dev.pilum.filter.Filter.Operator;
import dev.pilum.storage.scalar.WideKey;
import dev.pilum.storage.schema.DataType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses the test for a comparison by the column's type. */
final class ColumnTests {
  private static final BigInteger LEAST_KEY = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger GREATEST_KEY = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger LEAST_WIDE = BigInteger.ONE.shiftLeft(127).negate();
  private static final BigInteger GREATEST_WIDE = LEAST_WIDE.not();

  private ColumnTests() {}

  /**
   * Returns the test for {@code operand operator value}; an operator other than {@code NOT_EQUAL}
   * where the type has sort keys.
   */
  static ColumnTest compare(Operand operand, Operator operator, Object constant) {
    Object value = Coercion.toward(operand.type(), constant);
    return switch (operand.type()) {
      case DataType.Bool b when value instanceof Boolean flag -> BoolTest.compare(operator, flag);
      case DataType.Utf8 u -> compareBytes(operator, bytes(operand, value));
      case DataType.Binary b -> compareBytes(operator, bytes(operand, value));
      default -> range(operand, bound(operand, value), operator);
    };
  }

  /** Returns the test for {@code operand IN values}. */
  static ColumnTest in(Operand operand, List<?> values) {
    return switch (operand.type()) {
      case DataType.Bool b -> BoolTest.in(values.stream().map(v -> flag(operand, v)).toList());
      case DataType.Utf8 u -> new BytesSet(values.stream().map(v -> bytes(operand, v)).toList());
      case DataType.Binary b -> new BytesSet(values.stream().map(v -> bytes(operand, v)).toList());
      default -> set(operand, values);
    };
  }

  private static ColumnTest compareBytes(Operator operator, byte[] value) {
    return operator == Operator.EQUAL ? new EqualBytes(value) : new BytesOrder(operator, value);
  }

  private static ColumnTest range(Operand operand, Bound bound, Operator operator) {
    boolean wide = isWide(operand.type());
    BigInteger low = clampedLow(bound.low(operator), wide ? LEAST_WIDE : LEAST_KEY);
    BigInteger high = clampedHigh(bound.high(operator), wide ? GREATEST_WIDE : GREATEST_KEY);
    if (low.compareTo(high) > 0) {
      return new ColumnTest.Nothing();
    }
    return wide
        ? WideTest.range(WideKey.of(low), WideKey.of(high))
        : new KeyTest.InRange(low.longValueExact(), high.longValueExact());
  }

  private static ColumnTest set(Operand operand, List<?> values) {
    boolean wide = isWide(operand.type());
    List<BigInteger> keys = new ArrayList<>();
    for (Object value : values) {
      Bound bound = bound(operand, value);
      if (bound.isKey() && bound.floor().bitLength() < (wide ? 2 * Long.SIZE : Long.SIZE)) {
        keys.add(bound.floor());
      }
    }
    return wide
        ? WideTest.set(keys.stream().map(WideKey::of).toList())
        : new KeyTest.InSet(new LongSet(keys.stream().map(BigInteger::longValue).toList()));
  }

  private static BigInteger clampedLow(@Nullable BigInteger low, BigInteger least) {
    return low == null ? least : low.max(least);
  }

  private static BigInteger clampedHigh(@Nullable BigInteger high, BigInteger greatest) {
    return high == null ? greatest : high.min(greatest);
  }

  private static boolean isWide(DataType type) {
    return type instanceof DataType.Decimal || type instanceof DataType.Uuid;
  }

  private static Bound bound(Operand operand, Object value) {
    Bound bound = Bound.of(operand.type(), Coercion.toward(operand.type(), value));
    if (bound == null) {
      throw operand.misfit(value);
    }
    return bound;
  }

  private static byte[] bytes(Operand operand, Object value) {
    byte[] bytes =
        operand.type() instanceof DataType.Utf8
            ? ValueBytes.utf8(value)
            : value instanceof byte[] given ? given.clone() : null;
    if (bytes == null) {
      throw operand.misfit(value);
    }
    return bytes;
  }

  private static boolean flag(Operand operand, Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw operand.misfit(value);
  }
}
