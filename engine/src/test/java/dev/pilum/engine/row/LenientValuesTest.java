package dev.pilum.engine.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LenientValuesTest {
  record Taken(DataType type, Object given, Object read) {}

  static List<Taken> taken() {
    Instant noon = Instant.parse("2024-05-06T12:00:00.5Z");
    return List.of(
        new Taken(Types.int8(), 7L, 7),
        new Taken(Types.int8(), -128.0, -128),
        new Taken(Types.int64(), new BigDecimal("7.00"), 7L),
        new Taken(Types.int64(), new BigDecimal("7e3"), 7000L),
        new Taken(Types.int64(), BigInteger.valueOf(Long.MIN_VALUE), Long.MIN_VALUE),
        new Taken(Types.uint32(), 4294967295L, 4294967295L),
        new Taken(Types.float32(), 0.1, 0.1f),
        new Taken(Types.float64(), 3, 3.0),
        new Taken(Types.float32(), Double.POSITIVE_INFINITY, Float.POSITIVE_INFINITY),
        new Taken(Types.float16(), 65519.0, 65504f),
        new Taken(Types.decimal(5, 2), 0.1, new BigDecimal("0.10")),
        new Taken(Types.decimal(5, 2), 0.1f, new BigDecimal("0.10")),
        new Taken(Types.decimal(5, 2), 999, new BigDecimal("999.00")),
        new Taken(Types.decimal(5, 2), new BigDecimal("0e999999999"), new BigDecimal("0.00")),
        new Taken(
            Types.decimal(38, 0),
            new BigDecimal("9".repeat(38)).negate(),
            new BigDecimal("9".repeat(38)).negate()),
        new Taken(Types.date(), "2024-02-29", LocalDate.of(2024, 2, 29)),
        new Taken(Types.time(), "01:02:03.000004999", LocalTime.of(1, 2, 3, 4000)),
        new Taken(Types.timestamp(), "2024-02-29 01:02:03", LocalDateTime.of(2024, 2, 29, 1, 2, 3)),
        new Taken(Types.timestamp(), "2024-02-29", LocalDateTime.of(2024, 2, 29, 0, 0)),
        new Taken(
            Types.timestamp("UTC"), OffsetDateTime.parse("2024-05-06T14:00:00.5+02:00"), noon),
        new Taken(
            Types.timestamp("UTC"),
            ZonedDateTime.parse("2024-05-06T14:00:00.5+02:00[Europe/Paris]"),
            noon),
        new Taken(Types.timestamp("UTC"), "2024-05-06 14:00:00.5+02:00", noon),
        new Taken(
            Types.timestamp("UTC"),
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z")),
        new Taken(Types.uuid(), "00000000-0000-0001-ffff-ffffffffffff", new UUID(1, -1)),
        new Taken(Types.list(Types.int32()), new int[] {1, 2}, List.of(1, 2)),
        new Taken(Types.list(Types.utf8()), new String[] {"a"}, List.of("a")),
        new Taken(Types.vector(2), List.of(1, 2.5), new float[] {1, 2.5f}),
        new Taken(Types.vector(2), new double[] {1, 2.5}, new float[] {1, 2.5f}),
        new Taken(Types.vector(2), new byte[] {1, -2}, new float[] {1, -2}),
        new Taken(
            Types.vector(Element.FLOAT16, 1),
            new float[] {0.1f},
            new float[] {FloatRounding.half(0.1f)}),
        new Taken(Types.vector(Element.INT8, 2), List.of(-128, 127), new byte[] {-128, 127}));
  }

  @ParameterizedTest
  @MethodSource("taken")
  void whatLosesNothingIsTaken(Taken taken) {
    Object read =
        RowReader.value(RowWriter.column(Field.of("c", taken.type()), List.of(taken.given())), 0);
    assertThat(read)
        .isEqualTo(taken.read())
        .hasSameClassAs(taken.read() instanceof List ? read : taken.read());
  }
}
