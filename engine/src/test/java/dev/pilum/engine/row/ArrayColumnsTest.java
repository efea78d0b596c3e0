package dev.pilum.engine.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrayColumnsTest {
  @Test
  void longsFillEveryWholeType() {
    assertThat(read(ArrayColumns.ofLongs(of(Types.int64()), new long[] {1, -1})))
        .containsExactly(1L, -1L);
    assertThat(read(ArrayColumns.ofLongs(of(Types.uint32()), new long[] {4294967295L})))
        .containsExactly(4294967295L);
    assertThat(read(ArrayColumns.ofLongs(of(Types.int8()), new long[] {-128})))
        .containsExactly(-128);
    assertThat(read(ArrayColumns.ofLongs(of(Types.date()), new long[] {1})))
        .containsExactly(LocalDate.of(1970, 1, 2));
    assertThat(read(ArrayColumns.ofLongs(of(Types.time()), new long[] {1_000_000})))
        .containsExactly(LocalTime.of(0, 0, 1));
    assertThat(read(ArrayColumns.ofLongs(of(Types.timestamp()), new long[] {0})))
        .containsExactly(LocalDateTime.of(1970, 1, 1, 0, 0));
  }

  @Test
  void intsFillEveryWholeType() {
    assertThat(read(ArrayColumns.ofInts(of(Types.int32()), new int[] {1, -1})))
        .containsExactly(1, -1);
    assertThat(read(ArrayColumns.ofInts(of(Types.uint16()), new int[] {65535})))
        .containsExactly(65535);
    assertThat(read(ArrayColumns.ofInts(of(Types.uint32()), new int[] {7}))).containsExactly(7L);
    assertThat(read(ArrayColumns.ofInts(of(Types.int64()), new int[] {-7}))).containsExactly(-7L);
    assertThat(read(ArrayColumns.ofInts(of(Types.date()), new int[] {-1})))
        .containsExactly(LocalDate.of(1969, 12, 31));
  }

  @Test
  void doublesFillEveryFloatType() {
    assertThat(read(ArrayColumns.ofDoubles(of(Types.float64()), new double[] {0.1, Double.NaN})))
        .containsExactly(0.1, Double.NaN);
    assertThat(read(ArrayColumns.ofDoubles(of(Types.float32()), new double[] {0.1})))
        .containsExactly(0.1f);
    assertThat(read(ArrayColumns.ofDoubles(of(Types.float16()), new double[] {0.5})))
        .containsExactly(0.5f);
  }

  @Test
  void stringsMayBeNull() {
    assertThat(read(ArrayColumns.ofStrings(of(Types.utf8()), new String[] {"a", null, ""})))
        .containsExactly("a", null, "");
  }

  @Test
  void vectorsOfEveryElementType() {
    assertThat(read(ArrayColumns.ofVectors(of(Types.vector(2)), new float[] {1, 2, 3, 4})))
        .containsExactly(new float[] {1, 2}, new float[] {3, 4});
    assertThat(
            read(
                ArrayColumns.ofVectors(
                    of(Types.vector(Element.FLOAT16, 1)), new float[] {1, 0.5f})))
        .containsExactly(new float[] {1}, new float[] {0.5f});
    assertThat(
            read(ArrayColumns.ofByteVectors(of(Types.vector(Element.INT8, 2)), new byte[] {1, -2})))
        .containsExactly(new byte[] {1, -2});
  }

  @Test
  void arraysOfTheColumnsOwnLayoutAreNotCopied() {
    float[] coordinates = {1, 2};
    assertThat(ArrayColumns.ofVectors(of(Types.vector(2)), coordinates).bytes().heapBase())
        .containsSame(coordinates);
    long[] longs = {1};
    assertThat(ArrayColumns.ofLongs(of(Types.int64()), longs).bytes().heapBase())
        .containsSame(longs);
    int[] ints = {1};
    assertThat(ArrayColumns.ofInts(of(Types.int32()), ints).bytes().heapBase()).containsSame(ints);
    double[] doubles = {1};
    assertThat(ArrayColumns.ofDoubles(of(Types.float64()), doubles).bytes().heapBase())
        .containsSame(doubles);
    byte[] bytes = {1};
    assertThat(
            ArrayColumns.ofByteVectors(of(Types.vector(Element.INT8, 1)), bytes).bytes().heapBase())
        .containsSame(bytes);
  }

  @Test
  void aValueOutOfRangeNamesColumnTypeAndRow() {
    refuses(
        "column 'year' of type int16 cannot hold 70000 in row 2",
        () -> ArrayColumns.ofInts(of(Types.int16()), new int[] {1, 2, 70000}));
    refuses(
        "cannot hold -1 in row 0", () -> ArrayColumns.ofInts(of(Types.uint32()), new int[] {-1}));
    refuses(
        "type date cannot hold 2147483648 in row 0",
        () -> ArrayColumns.ofLongs(of(Types.date()), new long[] {1L << 31}));
    refuses(
        "type float32 cannot hold 1.0E39 in row 0",
        () -> ArrayColumns.ofDoubles(of(Types.float32()), new double[] {1e39}));
  }

  @Test
  void anArrayOfTheWrongKindNamesTheType() {
    refuses(
        "column 'year' has type utf8, which cannot be given as long[]",
        () -> ArrayColumns.ofLongs(of(Types.utf8()), new long[1]));
    refuses("cannot be given as int[]", () -> ArrayColumns.ofInts(of(Types.float32()), new int[1]));
    refuses(
        "cannot be given as double[]",
        () -> ArrayColumns.ofDoubles(of(Types.int8()), new double[1]));
    refuses(
        "cannot be given as String[]",
        () -> ArrayColumns.ofStrings(of(Types.int8()), new String[1]));
    refuses(
        "cannot be given as float[]",
        () -> ArrayColumns.ofVectors(of(Types.vector(Element.INT8, 1)), new float[1]));
    refuses(
        "cannot be given as byte[]",
        () -> ArrayColumns.ofByteVectors(of(Types.vector(1)), new byte[1]));
  }

  @Test
  void halfAVectorIsRefusedWithBothNumbers() {
    refuses(
        "has dimension 2, got 3 coordinates",
        () -> ArrayColumns.ofVectors(of(Types.vector(2)), new float[3]));
  }

  @Test
  void allNullColumnsOfEveryTypeReadAsNull() {
    for (Field field : RandomRows.EVERY_TYPE.fields()) {
      for (int rows : new int[] {0, 1, 8, 9, 64}) {
        Column column = ArrayColumns.allNull(field.type(), rows);
        assertThat(column.length()).isEqualTo(rows);
        assertThat(column.nullCount()).isEqualTo(rows);
        assertThat(read(column)).hasSize(rows).allMatch(java.util.Objects::isNull);
      }
    }
  }

  private static Field of(DataType type) {
    return Field.of("year", type);
  }

  private static List<Object> read(Column column) {
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < column.length(); row++) {
      values.add(RowReader.value(column, row));
    }
    return values;
  }

  private static void refuses(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatExceptionOfType(InvalidRequest.class).isThrownBy(call).withMessageContaining(message);
  }
}
