package dev.pilum.storage.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class KeyReaderTest {
  @Property(tries = 300)
  void textInAColumnAndInAStringIsTheSameKey(@ForAll @Size(max = 20) List<String> keys) {
    checkBytes(new DataType.Utf8(), keys.stream().map(KeyBytes::of).toList());
  }

  @Property(tries = 300)
  void bytesInAColumnAndInAnArrayAreTheSameKey(@ForAll @Size(max = 20) List<byte[]> keys) {
    checkBytes(new DataType.Binary(), keys);
  }

  @Test
  void longKeysAreHashedByAllTheirBytes() {
    SplittableRandom random = new SplittableRandom(7);
    for (int length = 0; length < 1200; length += 1 + length / 20) {
      byte[] key = new byte[length];
      random.nextBytes(key);
      checkBytes(new DataType.Binary(), List.of(new byte[] {1, 2, 3}, key));
      for (int i = 0; i < length; i += 13) {
        long before = KeyHash.of(key);
        key[i]++;
        assertThat(KeyHash.of(key)).as("length %d, byte %d", length, i).isNotEqualTo(before);
      }
    }
  }

  @Property(tries = 300)
  void uuidsInAColumnAndAsJavaValuesAreTheSameKey(@ForAll @Size(max = 20) List<Long> halves) {
    checkBytes(
        new DataType.Uuid(),
        halves.stream().map(half -> KeyBytes.of(new UUID(half, ~half))).toList());
  }

  @Property(tries = 300)
  void integersOfEveryWidthAreTheSameKeyAsALong(@ForAll @Size(max = 20) List<Long> values) {
    checkIntegers(new DataType.Int(64, true), values);
    checkIntegers(
        new DataType.Int(32, true), values.stream().map(v -> (long) v.intValue()).toList());
    checkIntegers(new DataType.Int(32, false), values.stream().map(v -> v & 0xFFFF_FFFFL).toList());
    checkIntegers(
        new DataType.Int(16, true), values.stream().map(v -> (long) v.shortValue()).toList());
    checkIntegers(new DataType.Int(16, false), values.stream().map(v -> v & 0xFFFF).toList());
    checkIntegers(
        new DataType.Int(8, true), values.stream().map(v -> (long) v.byteValue()).toList());
    checkIntegers(new DataType.Int(8, false), values.stream().map(v -> v & 0xFF).toList());
  }

  @Test
  void narrowJavaIntegersAreTheSameKeyAsALong() {
    assertThat(KeyBytes.of((byte) -3)).isEqualTo(KeyBytes.of(-3L));
    assertThat(KeyBytes.of((short) -3)).isEqualTo(KeyBytes.of(-3L));
    assertThat(KeyBytes.of(-3))
        .isEqualTo(KeyBytes.of(-3L))
        .isEqualTo(new byte[] {-3, -1, -1, -1, -1, -1, -1, -1});
  }

  /**
   * Published vectors of XXH3 (xxhsum -H3): a library that computed otherwise would make every key
   * file useless.
   */
  @Test
  void theHashFunctionIsXxh3() {
    assertThat(KeyHash.of(new byte[0])).isEqualTo(0x2D06800538D394C2L);
    assertThat(KeyHash.of(KeyBytes.of("a"))).isEqualTo(0xE6C632B61E964E1FL);
    assertThat(KeyHash.of(KeyBytes.of("abc"))).isEqualTo(0x78AF5F94892F3950L);
  }

  @Test
  void columnsThatCannotBeKeysAreRefused() {
    ColumnBuilder builder = ColumnBuilder.of(new DataType.FloatingPoint(64), Allocator.heap());
    assertThatThrownBy(() -> KeyReader.of(builder.view()))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("float64");
    assertThatThrownBy(() -> KeyBytes.of(1.5))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("java.lang.Double");
    assertThat(KeyBytes.fits(new DataType.Uuid())).isTrue();
    assertThat(KeyBytes.fits(new DataType.Bool())).isFalse();
  }

  private static void checkIntegers(DataType type, List<Long> values) {
    ColumnBuilder builder = ColumnBuilder.of(type, Allocator.heap());
    values.forEach(builder::appendLong);
    check(KeyReader.of(builder.view()), values.stream().map(KeyBytes::of).toList());
    values.forEach(
        value -> assertThat(KeyHash.of(value)).isEqualTo(KeyHash.of(KeyBytes.of(value))));
  }

  private static void checkBytes(DataType type, List<byte[]> keys) {
    try (Arena arena = Arena.ofConfined()) {
      for (Allocator allocator : List.of(Allocator.heap(), Allocator.in(arena))) {
        ColumnBuilder builder = ColumnBuilder.of(type, allocator);
        keys.forEach(key -> builder.appendBytes(MemorySegment.ofArray(key), 0, key.length));
        check(KeyReader.of(builder.view()), keys);
      }
    }
  }

  private static void check(KeyReader reader, List<byte[]> keys) {
    assertThat(reader.length()).isEqualTo(keys.size());
    long[] hashes = new long[keys.size()];
    reader.hashAll(hashes);
    for (int row = 0; row < keys.size(); row++) {
      assertThat(reader.bytesAt(row)).isEqualTo(keys.get(row));
      assertThat(reader.hashAt(row)).isEqualTo(KeyHash.of(keys.get(row))).isEqualTo(hashes[row]);
      for (int other = 0; other < keys.size(); other++) {
        boolean equal = java.util.Arrays.equals(keys.get(row), keys.get(other));
        assertThat(reader.equalsAt(row, keys.get(other))).isEqualTo(equal);
        assertThat(reader.equalsAt(row, reader, other)).isEqualTo(equal);
      }
    }
  }
}
