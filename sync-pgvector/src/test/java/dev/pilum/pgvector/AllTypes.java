package dev.pilum.pgvector;

import dev.pilum.Row;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A table with a column of every type, and rows with ordinary and awkward values in all of them.
 */
final class AllTypes {
  private AllTypes() {}

  static Schema schema() {
    return Schema.builder()
        .key("id", Types.utf8())
        .field("flag", Types.bool())
        .field("i8", Types.int8())
        .field("i16", Types.int16())
        .field("i32", Types.int32())
        .field("i64", Types.int64())
        .field("u8", Types.uint8())
        .field("u16", Types.uint16())
        .field("u32", Types.uint32())
        .field("f16", Types.float16())
        .field("f32", Types.float32())
        .field("f64", Types.float64())
        .field("price", Types.decimal(20, 4))
        .field("words", Types.utf8())
        .field("blob", Types.binary())
        .field("day", Types.date())
        .field("hour", Types.time())
        .field("local", Types.timestamp())
        .field("at", Types.timestamp("UTC"))
        .field("uid", Types.uuid())
        .field("tags", Types.list(Types.utf8()))
        .field("numbers", Types.list(Types.int64()))
        .field("prices", Types.list(Types.decimal(10, 2)))
        .field(
            "info",
            Types.struct(
                Field.of("zz", Types.utf8()),
                Field.of("b", Types.float64()),
                Field.of("aa", Types.list(Types.int32())),
                Field.of("when", Types.timestamp("UTC")),
                Field.of("deep", Types.struct(Field.of("x", Types.bool())))))
        .vector("v32", 3, Metric.COSINE)
        .vector("v16", new dev.pilum.storage.schema.DataType.Vector(Element.FLOAT16, 3), Metric.L2)
        .vector("v8", new dev.pilum.storage.schema.DataType.Vector(Element.INT8, 3), Metric.DOT)
        .bits("bits", 16)
        .multivector("many", 2, Metric.COSINE)
        .build();
  }

  /** Returns rows: awkward ones first, then {@code more} by number. */
  static List<Row> rows(int more) {
    List<Row> rows = new java.util.ArrayList<>();
    rows.add(ordinary("a", 1));
    rows.add(row(Map.of("id", "nulls")));
    rows.add(extreme());
    for (int i = 0; i < more; i++) {
      rows.add(ordinary("row-" + i, i));
    }
    return rows;
  }

  static Row ordinary(String id, int n) {
    Map<String, Object> values = new HashMap<>();
    values.put("id", id);
    values.put("flag", n % 2 == 0);
    values.put("i8", n % 100);
    values.put("i16", -n % 30_000);
    values.put("i32", n * 1_000);
    values.put("i64", n * -1_000_000_007L);
    values.put("u8", n % 256);
    values.put("u16", n % 65_536);
    values.put("u32", 4_000_000_000L + n);
    values.put("f16", 0.5f + n % 8);
    values.put("f32", n / 3f);
    values.put("f64", n / 7.0);
    values.put("price", new BigDecimal("12345.6700").add(BigDecimal.valueOf(n)));
    values.put("words", "Grüße, 世界 🚀 \"quoted\" \\ " + n);
    values.put("blob", new byte[] {0, 1, (byte) n, -1});
    values.put("day", LocalDate.of(1999, 12, 31).plusDays(n));
    values.put("hour", LocalTime.of(23, 59, 59, 999_999_000).minusSeconds(n));
    values.put("local", LocalDateTime.of(2026, 2, 28, 12, 0).plusNanos(n * 1_000L));
    values.put("at", Instant.parse("1969-07-20T20:17:40.123456Z").plusSeconds(n));
    values.put("uid", new UUID(-n, n));
    values.put("tags", List.of("x", "y, z", "", "\"{}" + n));
    values.put("numbers", List.of((long) n, Long.MAX_VALUE));
    values.put("prices", List.of(new BigDecimal("1.50"), new BigDecimal("-0.01")));
    values.put("info", info(n));
    values.put("v32", new float[] {n + 1, 0.25f, -1});
    values.put("v16", new float[] {1, 0.5f, n % 16});
    values.put("v8", new byte[] {1, -128, (byte) n});
    values.put("bits", new byte[] {(byte) n, 0x5A});
    values.put("many", List.of(new float[] {1, n}, new float[] {n, 2}));
    return row(values);
  }

  private static Map<String, Object> info(int n) {
    Map<String, Object> info = new HashMap<>();
    info.put("zz", "line\nbreak\t\u0001 \"q\" \\ ü " + n);
    info.put("b", n * 1e10);
    info.put("aa", List.of(1, n));
    info.put("when", Instant.parse("2026-01-01T00:00:00Z").plusSeconds(n));
    info.put("deep", Map.of("x", true));
    return info;
  }

  private static Row extreme() {
    Map<String, Object> values = new HashMap<>();
    values.put("id", "extreme");
    values.put("i8", -128);
    values.put("i16", -32_768);
    values.put("i32", Integer.MIN_VALUE);
    values.put("i64", Long.MIN_VALUE);
    values.put("u8", 255);
    values.put("u16", 65_535);
    values.put("u32", 4_294_967_295L);
    values.put("f16", Float.NEGATIVE_INFINITY);
    values.put("f32", Float.NaN);
    values.put("f64", -0.0);
    values.put("price", new BigDecimal("-9999999999999999.9999"));
    values.put("words", "");
    values.put("blob", new byte[0]);
    values.put("day", LocalDate.of(-4000, 1, 1));
    values.put("hour", LocalTime.MIDNIGHT);
    values.put("local", LocalDateTime.of(1, 1, 1, 0, 0, 0, 1_000));
    values.put("at", Instant.parse("+20000-01-01T00:00:00Z"));
    values.put("uid", new UUID(-1, -1));
    values.put("tags", List.of());
    values.put("prices", List.of(new BigDecimal("0.00"), new BigDecimal("10000.00")));
    Map<String, Object> info = info(0);
    info.put("b", -0.0);
    info.put("zz", null);
    info.put("aa", List.of());
    values.put("info", info);
    values.put("v32", new float[] {-0.0f, Float.MIN_VALUE, 3.4e38f});
    values.put("v16", new float[] {-0.0f, 65_504, 6e-8f});
    values.put("many", List.of());
    return row(values);
  }

  private static Row row(Map<String, Object> values) {
    Object[] parts =
        values.entrySet().stream()
            .flatMap(entry -> Arrays.stream(new Object[] {entry.getKey(), entry.getValue()}))
            .toArray();
    return Row.of(parts);
  }
}
