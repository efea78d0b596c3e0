package dev.pilum.engine.filter;

import static dev.pilum.filter.Filters.between;
import static dev.pilum.filter.Filters.eq;
import static dev.pilum.filter.Filters.ge;
import static dev.pilum.filter.Filters.gt;
import static dev.pilum.filter.Filters.in;
import static dev.pilum.filter.Filters.le;
import static dev.pilum.filter.Filters.like;
import static dev.pilum.filter.Filters.lt;
import static dev.pilum.filter.Filters.ne;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.engine.row.RowWriter;
import dev.pilum.filter.Filter;
import dev.pilum.filter.Filters;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final double NAN = Double.NaN;

  @Test
  void narrowNumbersCompareWithAnyBound() {
    Object[] numbers = new Object[130];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] =
          switch (i % 5) {
            case 0 -> Integer.MIN_VALUE;
            case 1 -> Integer.MAX_VALUE;
            case 2 -> 0;
            default -> i - 60;
          };
    }
    for (long bound :
        new long[] {
          Long.MIN_VALUE,
          -(1L << 41),
          Integer.MIN_VALUE - 1L,
          Integer.MIN_VALUE,
          -5,
          0,
          5,
          Integer.MAX_VALUE,
          Integer.MAX_VALUE + 1L,
          1L << 41,
          Long.MAX_VALUE
        }) {
      List<Integer> below = new ArrayList<>();
      List<Integer> above = new ArrayList<>();
      for (int i = 0; i < numbers.length; i++) {
        long number = (int) numbers[i];
        (number < bound ? below : above).add(i);
      }
      assertThat(matching(Types.int32(), lt("c", bound), numbers)).isEqualTo(below);
      assertThat(matching(Types.int32(), ge("c", bound), numbers)).isEqualTo(above);
    }
  }

  @Test
  void longsAndDoublesCompareWithoutLoss() {
    long odd = 9007199254740993L;
    assertThat(matching(Types.float64(), gt("c", odd), 0x1p53, 0x1p53 + 2)).containsExactly(1);
    assertThat(matching(Types.float64(), eq("c", odd), 0x1p53, 0x1p53 + 2)).isEmpty();
    assertThat(matching(Types.int64(), gt("c", 0x1p53), odd - 1, odd)).containsExactly(1);
    assertThat(matching(Types.int64(), lt("c", 0x1p63), Long.MAX_VALUE)).containsExactly(0);
    assertThat(matching(Types.float32(), eq("c", 0.1), 0.1f)).isEmpty();
    assertThat(matching(Types.float32(), eq("c", 0.1f), 0.1f)).containsExactly(0);
  }

  @Test
  void fractionsFallBetweenWholeNumbers() {
    assertThat(matching(Types.int32(), lt("c", 1.5), 1, 2)).containsExactly(0);
    assertThat(matching(Types.int32(), ge("c", -1.5), -2, -1)).containsExactly(1);
    assertThat(matching(Types.int32(), ne("c", 1.5), 1, 2)).containsExactly(0, 1);
    assertThat(matching(Types.int32(), in("c", 1.5, 2.0), 1, 2)).containsExactly(1);
    assertThat(
            matching(
                Types.decimal(4, 2),
                gt("c", new BigDecimal("1.005")),
                new BigDecimal("1.00"),
                new BigDecimal("1.01")))
        .containsExactly(1);
  }

  @Test
  void numbersBeyondTheTypeAreComparedAllTheSame() {
    assertThat(matching(Types.int16(), lt("c", 70_000), 1)).containsExactly(0);
    assertThat(matching(Types.int64(), gt("c", new BigDecimal("1e999999999")), 1)).isEmpty();
    assertThat(
            matching(
                Types.float64(),
                lt("c", new BigDecimal("1e999999999")),
                1,
                Double.MAX_VALUE,
                1 / 0.0,
                NAN))
        .containsExactly(0, 1);
    assertThat(
            matching(
                Types.float64(), gt("c", new BigDecimal("1e-999999999")), 0.0, Double.MIN_VALUE))
        .containsExactly(1);
    assertThat(matching(Types.decimal(38, 0), lt("c", 1 / 0.0), new BigDecimal("9".repeat(38))))
        .containsExactly(0);
  }

  @Test
  void nanEqualsItselfAndIsGreaterThanAllOthers() {
    Object[] values = {NAN, 1 / 0.0, 0.0, Double.longBitsToDouble(0xfff8_0000_0000_0001L)};
    assertThat(matching(Types.float64(), eq("c", NAN), values)).containsExactly(0, 3);
    assertThat(matching(Types.float64(), gt("c", 1 / 0.0), values)).containsExactly(0, 3);
    assertThat(matching(Types.float64(), le("c", NAN), values)).containsExactly(0, 1, 2, 3);
    assertThat(matching(Types.float64(), in("c", NAN), values)).containsExactly(0, 3);
    assertThat(matching(Types.int32(), lt("c", NAN), 1)).containsExactly(0);
  }

  @Test
  void zeroEqualsMinusZero() {
    assertThat(matching(Types.float64(), eq("c", 0), 0.0, -0.0)).containsExactly(0, 1);
    assertThat(matching(Types.float16(), eq("c", -0.0), 0.0, -0.0)).containsExactly(0, 1);
    assertThat(matching(Types.float32(), lt("c", 0), 0.0, -0.0, -Float.MIN_VALUE))
        .containsExactly(2);
  }

  @Test
  void textComparesByCodePointNotByUtf16Unit() {
    assertThat(matching(Types.utf8(), gt("c", "\uffff"), "\ud83d\ude00", "a")).containsExactly(0);
    assertThat(matching(Types.utf8(), lt("c", "ab"), "a", "ab", "abc", "", "b"))
        .containsExactly(0, 3);
  }

  @Test
  void textOfEveryLengthEqualsItselfAlone() {
    String text = "abcdefghijklmnopqrstuvwxyz";
    Object[] values = new Object[3 * text.length()];
    for (int length = 0; length < text.length(); length++) {
      values[3 * length] = text.substring(0, length);
      values[3 * length + 1] = length == 0 ? "" : text.substring(0, length - 1) + "!";
      values[3 * length + 2] = length == 0 ? "" : "!" + text.substring(1, length);
    }
    assertThat(matching(Types.utf8(), eq("c", ""), values)).containsExactly(0, 1, 2);
    assertThat(matching(Types.utf8(), eq("c", text), text, "a")).containsExactly(0);
    assertThat(matching(Types.utf8(), eq("c", "abc"), "abc", "a", "")).containsExactly(0);
    for (int length = 1; length < text.length(); length++) {
      assertThat(matching(Types.utf8(), eq("c", text.substring(0, length)), values))
          .containsExactly(3 * length);
      assertThat(matching(Types.utf8(), eq("c", values[3 * length + 1]), values))
          .contains(3 * length + 1);
    }
  }

  @Test
  void uuidsCompareUnsigned() {
    String low = "7fffffff-ffff-ffff-ffff-ffffffffffff";
    String high = "80000000-0000-0000-0000-000000000000";
    assertThat(matching(Types.uuid(), gt("c", low), low, high)).containsExactly(1);
    assertThat(matching(Types.uuid(), in("c", high, low), low, high)).containsExactly(0, 1);
  }

  @Test
  void datesAndTimesTakeIsoText() {
    assertThat(
            matching(
                Types.date(),
                between("c", "2024-01-01", "2024-12-31"),
                "2023-12-31",
                "2024-01-01",
                "2024-12-31",
                "2025-01-01"))
        .containsExactly(1, 2);
    assertThat(
            matching(
                Types.timestamp("UTC"),
                lt("c", "2024-01-01T02:00:00+02:00"),
                "2023-12-31T23:59:59.999999Z",
                "2024-01-01T00:00:00Z"))
        .containsExactly(0);
  }

  @Test
  void nullIsNeverEqualNorUnequal() {
    assertThat(matching(Types.int32(), eq("c", 0), 0, null)).containsExactly(0);
    assertThat(matching(Types.int32(), ne("c", 1), 0, null)).containsExactly(0);
    assertThat(matching(Types.int32(), in("c", 1).negate(), 0, null)).containsExactly(0);
    assertThat(matching(Types.int32(), in("c").negate(), 0, null)).containsExactly(0, 1);
  }

  @Test
  void manyBlocksOfRowsAreAllLookedAt() {
    List<Object> values = new ArrayList<>(Collections.nCopies(10_000, 1L));
    for (int row : new int[] {0, 63, 64, 4095, 4096, 8191, 8192, 9999}) {
      values.set(row, 2L);
    }
    assertThat(matching(Types.int64(), eq("c", 2), values.toArray()))
        .containsExactly(0, 63, 64, 4095, 4096, 8191, 8192, 9999);
    assertThat(matching(Types.int64(), in("c", 2, 3), values.toArray()))
        .containsExactly(0, 63, 64, 4095, 4096, 8191, 8192, 9999);
  }

  @Test
  void textsLongerThanABlockAndBlocksOfManyTextsAreLookedAtWhole() {
    String huge = "x".repeat(BytesTest.BLOCK_BYTES + 1);
    Object[] values = new Object[20_000];
    Arrays.setAll(values, i -> i % 7_000 == 0 ? huge + i : "row " + i);
    assertThat(matching(Types.utf8(), like("c", "x%"), values)).containsExactly(0, 7_000, 14_000);
    assertThat(matching(Types.utf8(), in("c", huge + 7_000, "row 19999"), values))
        .containsExactly(7_000, 19_999);
    assertThat(matching(Types.utf8(), gt("c", huge + 0), values)).containsExactly(7_000, 14_000);
  }

  @Test
  void textMayStartAnywhereInItsBuffer() {
    MemorySegment offsets = MemorySegment.ofArray(new byte[] {2, 0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 0});
    MemorySegment bytes = MemorySegment.ofArray("..abcd".getBytes(StandardCharsets.UTF_8));
    Column column = new Column(Types.utf8(), 2, null, offsets, bytes, List.of());
    RecordBatch batch = new RecordBatch(List.of(Field.of("c", Types.utf8())), 2, List.of(column));
    assertThat(FilterEvaluator.matches(eq("c", "bc"), batch).words()).containsExactly(0b10);
    assertThat(FilterEvaluator.matches(like("c", "a"), batch).words()).containsExactly(0b01);
    assertThat(FilterEvaluator.matches(gt("c", "a"), batch).words()).containsExactly(0b10);
  }

  @Test
  void largeListsFindTheirMembersAndNoOthers() {
    Object[] members = new Object[50_000];
    Arrays.setAll(members, i -> 2L * i);
    Filter numbers = new Filter.In(Filters.column("c"), List.of(members));
    Filter texts =
        new Filter.In(Filters.column("c"), Arrays.stream(members).map(Object::toString).toList());
    Filter decimals =
        new Filter.In(
            Filters.column("c"),
            Arrays.stream(members).map(m -> BigDecimal.valueOf((long) m)).toList());
    assertThat(matching(Types.int64(), numbers, 0, 1, 2, 99_998, 99_999, 100_000))
        .containsExactly(0, 2, 3);
    assertThat(matching(Types.utf8(), texts, "0", "1", "2", "99998", "99999", ""))
        .containsExactly(0, 2, 3);
    assertThat(matching(Types.decimal(10, 1), decimals, 0, 1, 2, 99_998, 99_999, 0.5))
        .containsExactly(0, 2, 3);
  }

  private static List<Integer> matching(DataType type, Filter filter, Object... values) {
    Field field = Field.of("c", type);
    RecordBatch batch =
        new RecordBatch(
            List.of(field), values.length, List.of(RowWriter.column(field, Arrays.asList(values))));
    Bits bits = FilterEvaluator.matches(filter, batch);
    List<Integer> rows = new ArrayList<>();
    for (int row = bits.nextSet(0); row >= 0; row = bits.nextSet(row + 1)) {
      rows.add(row);
    }
    assertThat(bits.cardinality()).isEqualTo(rows.size());
    return rows;
  }
}
