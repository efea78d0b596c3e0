package dev.pilum.engine.filter;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.scalar.SortKeys;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/*
 * Sort keys have to be computed: that of a float32 by a conversion, an addition and a question about
 * NaN, which C2 does number by number. So a range of keys is turned, once, into a range of what
 * lies in the column's buffer, and the buffer is looked at as it is.
 *
 * Whole numbers, dates and times are stored as their keys. An IEEE 754 number, taken as a whole
 * number of as many bits, rises with its value when it is positive and falls when it is negative.
 * With all bits but the sign of negative ones flipped, they lie in this order:
 *
 *     NaNs with a sign | -infinity ... -0.0 | 0.0 ... infinity | NaNs
 *
 * Both zeros have one key and are neighbours. All NaNs have one key, the greatest; those with a sign
 * are behind the others if one thinks of the numbers as a circle on which the least follows the
 * greatest, as it does where a sum overflows. So what a range of keys passes is an arc of it.
 */
/**
 * The numbers that a type of at most 64 bits stores, in the order of their {@link SortKeys}.
 * Immutable.
 *
 * @param first the number with the least key
 * @param last the number with the greatest key; of IEEE 754 numbers the one before {@code first},
 *     in a register of as many bits
 * @param bits width of the register that numbers are read into: 32 or 64
 * @param real whether these are IEEE 754 numbers
 */
record StoredNumbers(long first, long last, int bits, boolean real) {
  private static final long NAN = SortKeys.of(Double.NaN);

  private static final StoredNumbers LONGS =
      new StoredNumbers(Long.MIN_VALUE, Long.MAX_VALUE, Long.SIZE, false);
  private static final StoredNumbers DATES =
      new StoredNumbers(Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.SIZE, false);

  /**
   * Numbers one after another, in a register where the least follows the greatest. Of a register of
   * 32 bits the lower halves count.
   *
   * @param low the first
   * @param high the last
   */
  record Arc(long low, long high) {}

  /** Returns the numbers of a type that has {@link SortKeys}. */
  static StoredNumbers of(DataType type) {
    return switch (type) {
      case DataType.Int i when i.bits() == Long.SIZE -> LONGS;
      case DataType.Int i when i.signed() ->
          new StoredNumbers(-1L << (i.bits() - 1), ~(-1L << (i.bits() - 1)), Integer.SIZE, false);
      case DataType.Int i -> new StoredNumbers(0, ~(-1L << i.bits()), Integer.SIZE, false);
      case DataType.Date d -> DATES;
      case DataType.FloatingPoint f when f.bits() == Long.SIZE ->
          reals(ordered(Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY)), Long.SIZE);
      case DataType.FloatingPoint f ->
          reals(ordered(Float.floatToRawIntBits(Float.NEGATIVE_INFINITY)), Integer.SIZE);
      case DataType.Time t -> LONGS;
      case DataType.Timestamp t -> LONGS;
      default -> throw new AssertionError("no sort key of 64 bits for " + type.describe());
    };
  }

  private static StoredNumbers reals(long first, int bits) {
    return new StoredNumbers(first, first - 1, bits, true);
  }

  /** Returns the numbers with keys from {@code low} to {@code high}, {@code null} for none. */
  @Nullable Arc between(long low, long high) {
    return real ? realsBetween(low, high) : wholesBetween(low, high);
  }

  private @Nullable Arc wholesBetween(long low, long high) {
    long from = Math.max(low, first);
    long to = Math.min(high, last);
    return from > to ? null : new Arc(from, to);
  }

  private @Nullable Arc realsBetween(long low, long high) {
    if (low > NAN || high < keyOf(first)) {
      return null;
    }
    long from = atLeast(low);
    if (high >= NAN) {
      return new Arc(from, last);
    }
    long to = atLeast(high + 1) - 1;
    return from > to ? null : new Arc(from, to);
  }

  /** Returns the least number whose key is {@code key} or greater; there is one without a sign. */
  private long atLeast(long key) {
    long from = first;
    long to = Long.MAX_VALUE >> (Long.SIZE - bits);
    while (from < to) {
      long middle = from + ((to - from) >>> 1);
      if (keyOf(middle) < key) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private long keyOf(long number) {
    return SortKeys.of(
        bits == Long.SIZE
            ? Double.longBitsToDouble(ordered(number))
            : Float.intBitsToFloat(ordered((int) number)));
  }

  /**
   * Puts the numbers of {@code count} rows from row {@code from} on into {@code numbers}; of a
   * column of 64 bits.
   */
  void read(Column column, int from, int count, long[] numbers) {
    assert bits == Long.SIZE : this;
    MemorySegment.copy(column.bytes(), Layout.LONG, from * 8L, numbers, 0, count);
    if (real) {
      order(numbers, count);
    }
  }

  /**
   * Puts the numbers of {@code count} rows from row {@code from} on into {@code numbers}; of a
   * column of at most 32 bits.
   */
  void read(Column column, int from, int count, int[] numbers) {
    assert bits == Integer.SIZE : this;
    MemorySegment bytes = column.bytes();
    switch (column.type()) {
      case DataType.Int i when i.bits() == Short.SIZE ->
          readShorts(bytes, from, count, (int) last, numbers);
      case DataType.Int i when i.bits() == Byte.SIZE ->
          readBytes(bytes, from, count, (int) last, numbers);
      case DataType.FloatingPoint f when f.bits() == Short.SIZE ->
          readHalves(bytes, from, count, numbers);
      default -> MemorySegment.copy(bytes, Layout.INT, from * 4L, numbers, 0, count);
    }
    if (real) {
      order(numbers, count);
    }
  }

  /** Reads with the sign, or without it where {@code last} says that there is none. */
  private static void readShorts(
      MemorySegment bytes, int from, int count, int last, int[] numbers) {
    int mask = last == Short.MAX_VALUE ? -1 : last;
    for (int i = 0; i < count; i++) {
      numbers[i] = bytes.get(Layout.SHORT, ((long) from + i) * 2L) & mask;
    }
  }

  private static void readBytes(MemorySegment bytes, int from, int count, int last, int[] numbers) {
    int mask = last == Byte.MAX_VALUE ? -1 : last;
    for (int i = 0; i < count; i++) {
      numbers[i] = bytes.get(ValueLayout.JAVA_BYTE, (long) from + i) & mask;
    }
  }

  /** Reads as float32, which has them all. */
  private static void readHalves(MemorySegment bytes, int from, int count, int[] numbers) {
    for (int i = 0; i < count; i++) {
      short half = bytes.get(Layout.SHORT, ((long) from + i) * 2L);
      numbers[i] = Float.floatToRawIntBits(Float.float16ToFloat(half));
    }
  }

  private static void order(int[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      numbers[i] = numbers[i] ^ ((numbers[i] >> 31) & Integer.MAX_VALUE);
    }
  }

  private static void order(long[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      numbers[i] = numbers[i] ^ ((numbers[i] >> 63) & Long.MAX_VALUE);
    }
  }

  /** Puts the bits of an IEEE 754 number in order, and back. */
  private static int ordered(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  private static long ordered(long bits) {
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }
}
