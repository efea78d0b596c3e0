package dev.pilum.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Values are compared by their lengths and ends: whatever their length, wherever they differ, and
 * wherever the buffer ends, what passes is what is equal.
 */
class EqualBytesTest {
  private static final int LONGEST = 40;

  @Test
  void aValueEqualsItselfAndNoneThatDiffersInOneByteOrInLength() {
    for (int length = 0; length <= LONGEST; length++) {
      byte[] value = value(length);
      List<byte[]> rows = new ArrayList<>(List.of(value, value(length + 1), new byte[length + 1]));
      if (length > 0) {
        rows.add(Arrays.copyOf(value, length - 1));
      }
      for (int i = 0; i < length; i++) {
        byte[] other = value.clone();
        other[i] ^= (byte) 0x80;
        rows.add(other);
        rows.add(value);
      }
      check(List.of(value), rows);
    }
  }

  @Test
  void whatIsEqualIsFoundAmongMoreRowsThanAreLookedAtAtOnce() {
    SplittableRandom random = new SplittableRandom(0xE41);
    for (int alphabet = 1; alphabet <= 3; alphabet++) {
      List<byte[]> rows = new ArrayList<>();
      for (int i = 0; i < 2 * ValuePlaces.ROWS + 77; i++) {
        byte[] row = new byte[random.nextInt(20)];
        for (int j = 0; j < row.length; j++) {
          row[j] = (byte) random.nextInt(alphabet);
        }
        rows.add(row);
      }
      check(rows.subList(0, 1), rows);
      check(rows.subList(3, 12), rows);
    }
  }

  @Test
  void valuesWithTheSameEndsAreToldApart() {
    List<byte[]> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] row = value(20);
      row[9] = (byte) i;
      rows.add(row);
    }
    check(rows.subList(4, 5), rows);
    check(rows.subList(4, 9), rows);
  }

  @Test
  void aSetCountsEqualValuesOnce() {
    byte[] value = value(12);
    assertThat(new BytesSet(List.of(value, value.clone(), value(11))).spans())
        .isEqualTo(new BytesSet(List.of(value(11), value)).spans());
  }

  private static byte[] value(int length) {
    byte[] value = new byte[length];
    for (int i = 0; i < length; i++) {
      value[i] = (byte) (i + 1);
    }
    return value;
  }

  /** Asks for the wanted values both ways, over all rows and over those from row 64 on. */
  private static void check(List<byte[]> wanted, List<byte[]> rows) {
    try (Arena arena = Arena.ofConfined()) {
      ColumnBuilder builder = ColumnBuilder.of(Types.binary(), Allocator.in(arena));
      for (byte[] row : rows) {
        builder.appendBytes(MemorySegment.ofArray(row), 0, row.length);
      }
      Column column = builder.view();
      check(wanted, rows, column);
      if (rows.size() > Long.SIZE) {
        int from = Long.SIZE;
        check(
            wanted, rows.subList(from, rows.size()), Windows.of(column, from, rows.size() - from));
      }
    }
  }

  private static void check(List<byte[]> wanted, List<byte[]> rows, Column column) {
    List<Boolean> expected =
        rows.stream().map(row -> wanted.stream().anyMatch(w -> Arrays.equals(w, row))).toList();
    assertThat(found(new BytesSet(wanted), column)).isEqualTo(expected);
    if (wanted.size() == 1) {
      assertThat(found(new EqualBytes(wanted.getFirst()), column)).isEqualTo(expected);
    }
  }

  private static List<Boolean> found(ColumnTest test, Column column) {
    Bits bits = test.rowsIn(column);
    List<Boolean> found = new ArrayList<>();
    for (int row = 0; row < column.length(); row++) {
      found.add(bits.get(row));
    }
    return found;
  }
}
