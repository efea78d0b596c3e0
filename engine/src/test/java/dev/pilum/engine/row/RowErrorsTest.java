package dev.pilum.engine.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowErrorsTest {
  private static final Schema SCHEMA =
      Schema.builder()
          .key("id", Types.utf8())
          .field("year", Types.int16())
          .vector("embedding", 3, Metric.COSINE)
          .build();

  record Refused(DataType type, Object value, String message) {}

  static List<Refused> refused() {
    return List.of(
        new Refused(
            Types.int16(),
            70000,
            "column 'c' of type int16 cannot hold 70000 in row 1; expected a whole number from"
                + " -32768 to 32767"),
        new Refused(
            Types.uint8(), -1, "cannot hold -1 in row 1; expected a whole number from 0 to 255"),
        new Refused(
            Types.uint32(),
            4294967296L,
            "cannot hold 4294967296 in row 1; expected a whole number from 0 to 4294967295"),
        new Refused(
            Types.int64(),
            BigInteger.ONE.shiftLeft(63),
            "cannot hold 9223372036854775808 in row 1"),
        new Refused(Types.int64(), 0x1p63, "cannot hold 9.223372036854776E18 in row 1"),
        new Refused(Types.int32(), 1.5, "cannot hold 1.5 in row 1"),
        new Refused(
            Types.int32(), new BigDecimal("1e999999999"), "cannot hold 1E+999999999 in row 1"),
        new Refused(Types.int32(), "12", "cannot hold '12' in row 1"),
        new Refused(
            Types.bool(),
            "true",
            "column 'c' of type bool cannot hold 'true' in row 1; expected true or false"),
        new Refused(
            Types.float16(),
            65520.0,
            "cannot hold 65520.0 in row 1; expected a number within 65504 of zero"),
        new Refused(Types.float32(), 1e39, "cannot hold 1.0E39 in row 1"),
        new Refused(
            Types.float64(),
            new BigDecimal("1e400"),
            "cannot hold 1E+400 in row 1; expected a number"),
        new Refused(
            Types.decimal(4, 2),
            new BigDecimal("100"),
            "expected a number of at most 2 digits before and 2 behind the point"),
        new Refused(
            Types.decimal(4, 2),
            new BigDecimal("1.001"),
            "column 'c' of type decimal(4, 2) cannot hold 1.001 in row 1"),
        new Refused(
            Types.decimal(4, 2),
            new BigDecimal("1e-999999999"),
            "cannot hold 1E-999999999 in row 1"),
        new Refused(Types.decimal(4, 2), Double.NaN, "cannot hold NaN in row 1"),
        new Refused(
            Types.utf8(),
            'c',
            "cannot hold c (Character) in row 1; expected a String of whole characters"),
        new Refused(Types.utf8(), "a\ud800b", "in row 1; expected a String of whole characters"),
        new Refused(Types.binary(), "bytes", "cannot hold 'bytes' in row 1; expected a byte[]"),
        new Refused(
            Types.date(),
            "2024-13-01",
            "cannot hold '2024-13-01' in row 1; expected a LocalDate or text such as 2024-12-31"),
        new Refused(
            Types.date(),
            LocalDateTime.of(2024, 1, 1, 0, 0),
            "(LocalDateTime) in row 1; expected a LocalDate"),
        new Refused(
            Types.date(),
            java.time.LocalDate.MAX,
            "cannot hold +999999999-12-31 (LocalDate) in row 1"),
        new Refused(Types.time(), "25:00", "cannot hold '25:00' in row 1; expected a LocalTime"),
        new Refused(
            Types.timestamp(),
            Instant.EPOCH,
            "cannot hold 1970-01-01T00:00:00Z (Instant) in row 1; expected a LocalDateTime"),
        new Refused(
            Types.timestamp(),
            LocalDateTime.MAX,
            "(LocalDateTime) in row 1; expected a LocalDateTime"),
        new Refused(
            Types.timestamp("UTC"),
            "2024-01-01T00:00:00",
            "cannot hold '2024-01-01T00:00:00' in row 1; expected an Instant"),
        new Refused(
            Types.uuid(),
            "1-1-1-1-1",
            "cannot hold '1-1-1-1-1' in row 1; expected a UUID or its text of 36 characters"),
        new Refused(
            Types.list(Types.int8()),
            List.of(1, 300),
            "column 'c' of type list<int8> cannot hold 300 in row 1; expected a List, each element"
                + " a whole"),
        new Refused(Types.list(Types.int8()), 7, "cannot hold 7 in row 1; expected a List"),
        new Refused(
            Types.struct(Field.of("zip", Types.int32())),
            Map.of("zpi", 1),
            "column 'c' has no field 'zpi' (did you mean 'zip'?), but is given one in row 1"),
        new Refused(
            Types.struct(new Field(0, "zip", Types.int32(), false, Map.of())),
            Map.of(),
            "column 'c' has a field 'zip' that must not be null, but is in row 1"),
        new Refused(
            Types.struct(Field.of("zip", Types.int32())),
            "x",
            "cannot hold 'x' in row 1; expected a Map of zip"),
        new Refused(
            Types.vector(384), new float[768], "column 'c' has dimension 384, got 768 in row 1"),
        new Refused(
            Types.vector(2), List.of(1, 2, 3), "column 'c' has dimension 2, got 3 in row 1"),
        new Refused(
            Types.vector(2),
            new float[] {1, Float.NaN},
            "column 'c' has NaN at coordinate 1, which must be finite, in row 1"),
        new Refused(
            Types.vector(2),
            new double[] {1e300, 1},
            "column 'c' has Infinity at coordinate 0, which must be finite, in row 1"),
        new Refused(Types.vector(2), List.of(1, "2"), "expected a float[2] or as many numbers"),
        new Refused(
            Types.vector(2), Arrays.asList(1, null), "expected a float[2] or as many numbers"),
        new Refused(
            Types.vector(Element.FLOAT16, 1),
            new float[] {70000},
            "column 'c' has 70000.0 at coordinate 0, beyond 65504, the end of float16, in row 1"),
        new Refused(
            Types.vector(Element.INT8, 1),
            new float[] {1.5f},
            "cannot hold float[1] in row 1; expected a byte[1] or 1 whole numbers from -128 to"
                + " 127"),
        new Refused(
            Types.vector(Element.INT8, 2),
            new byte[3],
            "column 'c' has dimension 2, got 3 in row 1"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aMisfitNamesColumnTypeValueAndRow(Refused refused) {
    List<Object> values = Arrays.asList(null, refused.value());
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> RowWriter.column(Field.of("c", refused.type()), values))
        .withMessageContaining(refused.message());
  }

  @Test
  void anUnknownColumnNamesRowAndNearestColumn() {
    refuses(
        List.of(Map.of("id", "a"), Map.of("id", "b", "yaer", 1)),
        "row 1: unknown column 'yaer'; did you mean 'year'?");
  }

  @Test
  void aMissingOrNullKeyIsRefused() {
    refuses(
        List.of(Map.of("id", "a"), Map.of("year", 1)),
        "column 'id' must not be null, but is in row 1");
    refuses(
        List.of(Collections.singletonMap("id", null)),
        "column 'id' must not be null, but is in row 0");
  }

  @Test
  void anEmptyKeyIsRefused() {
    refuses(List.of(Map.of("id", "")), "key must not be empty: column 'id', row 0");
  }

  @Test
  void longValuesAreCutInMessages() {
    assertThat(Complaints.shown("x".repeat(1000))).hasSize(65);
  }

  private static void refuses(List<? extends Map<String, ?>> rows, String message) {
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> RowWriter.batch(SCHEMA, rows))
        .withMessageContaining(message);
  }
}
