package dev.pilum.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.scalar.SortKeys;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * A range of keys passes the rows whose {@link SortKeys} lie in it: whatever bits a column of
 * whatever type stores, wherever the range begins and ends, however many rows there are.
 */
class KeyRangeTest {
  private static final List<DataType> TYPES =
      List.of(
          Types.int8(),
          Types.uint8(),
          Types.int16(),
          Types.uint16(),
          Types.int32(),
          Types.uint32(),
          Types.int64(),
          Types.float16(),
          Types.float32(),
          Types.float64(),
          Types.date(),
          Types.time(),
          Types.timestamp(),
          Types.timestamp("UTC"));

  /** Around a word, and where what is looked at at once begins and ends. */
  private static final int[] LENGTHS = {
    1, 63, 64, 65, 511, 512, 513, 576, 1_023, 1_024, 1_025, 1_088, 2_047, 2_048, 2_049, 4_096, 5_003
  };

  /** Bits of 64, 32 and 16 bits where signs, infinities, NaNs and zeros are. */
  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1,
    Long.MAX_VALUE,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE,
    0x8000_0000L,
    0x8000_0001L,
    Short.MIN_VALUE,
    Short.MAX_VALUE,
    127,
    128,
    Double.doubleToRawLongBits(Double.NaN),
    0xfff8_0000_0000_0001L,
    0xffff_ffff_ffff_fffeL,
    0x7ff0_0000_0000_0000L,
    0x7ff0_0000_0000_0001L,
    0xfff0_0000_0000_0000L,
    0xfff0_0000_0000_0001L,
    0x7fef_ffff_ffff_ffffL,
    0x7f80_0000L,
    0x7f80_0001L,
    0xff80_0000L,
    0xff80_0001L,
    0xffc0_0000L,
    0x7f7f_ffffL,
    0x7c00,
    0x7c01,
    0xfc00,
    0xfc01,
    0x7bff,
    0xfbff
  };

  @Test
  void rangesOfRandomColumnsPassTheKeysInThem() {
    SplittableRandom random = new SplittableRandom(0x5EED);
    for (DataType type : TYPES) {
      for (int length : LENGTHS) {
        Column column = column(random, type, length);
        long[] keys = keys(column);
        for (int i = 0; i < 20; i++) {
          long one = bound(random, keys);
          long other = random.nextInt(4) == 0 ? one : bound(random, keys);
          check(column, keys, Math.min(one, other), Math.max(one, other));
        }
      }
    }
  }

  @Test
  void rangesBetweenAnyTwoEdgesPassTheKeysInThem() {
    SplittableRandom random = new SplittableRandom(0xED6E);
    for (DataType type : TYPES) {
      Column column = column(random, type, 777);
      long[] keys = keys(column);
      TreeSet<Long> bounds = new TreeSet<>(List.of(Long.MIN_VALUE, Long.MAX_VALUE));
      for (int row = 0; row < EDGES.length; row++) {
        bounds.addAll(List.of(keys[row] - 1, keys[row], keys[row] + 1));
      }
      for (long low : bounds) {
        for (long high : bounds.tailSet(low)) {
          check(column, keys, low, high);
        }
      }
    }
  }

  @Test
  void everyRowOfABlockHasItsOwnBit() {
    for (DataType type : List.of(Types.int32(), Types.int64())) {
      int width = type.equals(Types.int32()) ? Integer.BYTES : Long.BYTES;
      for (int row = 0; row < 2 * ArcScan.BLOCK; row++) {
        byte[] bytes = new byte[2 * ArcScan.BLOCK * width];
        bytes[row * width] = 1;
        Column column = column(type, 2 * ArcScan.BLOCK, MemorySegment.ofArray(bytes));
        Bits bits = new KeyTest.InRange(1, 1).rowsIn(column);
        assertThat(bits.nextSet(0)).isEqualTo(row);
        assertThat(bits.cardinality()).isEqualTo(1);
        assertThat(new KeyTest.InRange(-1, 0).rowsIn(column).words()).isEqualTo(bits.not().words());
      }
    }
  }

  private static void check(Column column, long[] keys, long low, long high) {
    Bits bits = new KeyTest.InRange(low, high).rowsIn(column);
    Bits expected = Bits.none(keys.length);
    for (int row = 0; row < keys.length; row++) {
      if (low <= keys[row] && keys[row] <= high) {
        expected.set(row);
      }
    }
    assertThat(bits.length()).isEqualTo(keys.length);
    assertThat(bits.words())
        .as("%s, %d rows, %d to %d", column.type().describe(), keys.length, low, high)
        .isEqualTo(expected.words());
  }

  /** Returns a key, one beside it, or any number. */
  private static long bound(SplittableRandom random, long[] keys) {
    return switch (random.nextInt(8)) {
      case 0 -> Long.MIN_VALUE;
      case 1 -> Long.MAX_VALUE;
      case 2 -> random.nextLong();
      default -> keys[random.nextInt(keys.length)] + random.nextInt(-1, 2);
    };
  }

  private static long[] keys(Column column) {
    long[] keys = new long[column.length()];
    SortKeys.read(column, 0, keys.length, keys);
    return keys;
  }

  /** Returns a column that begins with the edges, as many as there is room for, then any bits. */
  private static Column column(SplittableRandom random, DataType type, int length) {
    int width =
        switch (type) {
          case DataType.Int i -> i.bits() / Byte.SIZE;
          case DataType.FloatingPoint f -> f.bits() / Byte.SIZE;
          case DataType.Date d -> Integer.BYTES;
          default -> Long.BYTES;
        };
    byte[] bytes = new byte[length * width];
    random.nextBytes(bytes);
    for (int row = 0; row < Math.min(length, EDGES.length); row++) {
      for (int i = 0; i < width; i++) {
        bytes[row * width + i] = (byte) (EDGES[row] >>> (Byte.SIZE * i));
      }
    }
    // Outside the heap, and nothing behind the last row: reading past it throws.
    MemorySegment values = Arena.ofAuto().allocate(bytes.length);
    values.copyFrom(MemorySegment.ofArray(bytes));
    return column(type, length, values);
  }

  private static Column column(DataType type, int length, MemorySegment values) {
    return new Column(type, length, null, null, values, List.of());
  }
}
