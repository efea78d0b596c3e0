package dev.pilum.testkit.rows;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.SchemaBuilder;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A random schema with random rows, all from one seed: values are as reading gives them back, a
 * fifth of them null; texts are empty, blank, Chinese, emoji, quotes and line ends.
 */
public final class RandomTable {
  private static final List<DataType> TYPES =
      List.of(
          Types.bool(),
          Types.int8(),
          Types.int16(),
          Types.int32(),
          Types.int64(),
          Types.uint8(),
          Types.uint16(),
          Types.uint32(),
          Types.float16(),
          Types.float32(),
          Types.float64(),
          Types.decimal(38, 3),
          Types.decimal(9, 2),
          Types.decimal(15, 0),
          Types.utf8(),
          Types.binary(),
          Types.date(),
          Types.time(),
          Types.timestamp(),
          Types.timestamp("UTC"),
          Types.uuid(),
          Types.list(Types.utf8()),
          Types.list(Types.int16()),
          Types.list(Types.float32()),
          Types.list(Types.timestamp("UTC")),
          Types.struct(
              Field.of("city", Types.utf8()),
              new Field(0, "zip", Types.int32(), false, Map.of()),
              Field.of("tags", Types.list(Types.utf8()))),
          Types.vector(3),
          Types.vector(Element.FLOAT16, 2),
          Types.vector(Element.INT8, 4),
          Types.bits(24),
          Types.multivector(2),
          Types.list(Types.vector(Element.INT8, 3)));

  private static final String[] WORDS = {
    "a",
    " ",
    "",
    "é",
    "漢字",
    "😀",
    "\"",
    "\"\"",
    ",",
    "\n",
    "\r\n",
    "\r",
    "\\",
    "[1]",
    "null",
    "1.50",
    "2024-01-01",
    "\t"
  };

  private final Random random;
  private final Schema schema;

  /** Draws the schema. */
  public RandomTable(long seed) {
    this.random = new Random(seed);
    SchemaBuilder builder = Schema.builder().key("id", Types.int64());
    int columns = random.nextInt(1, 12);
    for (int i = 0; i < columns; i++) {
      builder.field("c" + i, TYPES.get(random.nextInt(TYPES.size())));
    }
    this.schema = builder.build();
  }

  /** Returns a table with a column of each type. */
  public static RandomTable ofEveryType(long seed) {
    return new RandomTable(new Random(seed), everyType());
  }

  private RandomTable(Random random, Schema schema) {
    this.random = random;
    this.schema = schema;
  }

  private static Schema everyType() {
    SchemaBuilder builder = Schema.builder().key("id", Types.int64());
    for (int i = 0; i < TYPES.size(); i++) {
      builder.field("c" + i, TYPES.get(i));
    }
    return builder.build();
  }

  /** Returns the schema; its key is {@code id}. */
  public Schema schema() {
    return schema;
  }

  /** Returns rows with keys from 0. */
  public List<Map<String, @Nullable Object>> rows(int count) {
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    for (long key = 0; key < count; key++) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (Field field : schema.fields()) {
        boolean none = random.nextInt(5) == 0;
        row.put(field.name(), field.name().equals("id") ? key : none ? null : value(field.type()));
      }
      rows.add(row);
    }
    return rows;
  }

  private Object value(DataType type) {
    return switch (type) {
      case DataType.Bool b -> random.nextBoolean();
      case DataType.Int i -> whole(i);
      case DataType.FloatingPoint f -> real(f);
      case DataType.Decimal d -> decimal(d);
      case DataType.Utf8 u -> text();
      case DataType.Binary b -> bytes(random.nextInt(4));
      case DataType.Date d -> LocalDate.ofEpochDay(random.nextInt(-800_000, 800_000));
      case DataType.Time t -> LocalTime.ofNanoOfDay(1000 * random.nextLong(86_400_000_000L));
      case DataType.Timestamp t when t.zone() == null ->
          instant().atOffset(ZoneOffset.UTC).toLocalDateTime();
      case DataType.Timestamp t -> instant();
      case DataType.Uuid u -> new UUID(random.nextLong(), random.nextLong());
      case DataType.ListOf l -> list(l.element());
      case DataType.Struct s -> struct(s);
      case DataType.Vector v -> vector(v);
    };
  }

  private Object whole(DataType.Int type) {
    int bits = type.signed() ? type.bits() - 1 : type.bits();
    long greatest = bits == 63 ? Long.MAX_VALUE : (1L << bits) - 1;
    long least = type.signed() ? -greatest - 1 : 0;
    long value =
        switch (random.nextInt(4)) {
          case 0 -> least;
          case 1 -> greatest;
          default -> Math.clamp(random.nextLong() >> random.nextInt(64), least, greatest);
        };
    boolean wide = type.bits() == 64 || (type.bits() == 32 && !type.signed());
    return wide ? (Object) value : (Object) (int) value;
  }

  private Object real(DataType.FloatingPoint type) {
    double[] edges = {0.0, -0.0, Double.NaN, 1.0 / 0, -1.0 / 0, 0x1p-20, random.nextGaussian()};
    double value = edges[random.nextInt(edges.length)];
    return switch (type.bits()) {
      case 64 -> (Object) value;
      case 32 -> (Object) (float) value;
      default -> (Object) half((float) value);
    };
  }

  private static float half(float value) {
    return Float.float16ToFloat(Float.floatToFloat16(value));
  }

  private BigDecimal decimal(DataType.Decimal type) {
    BigInteger bound = BigInteger.TEN.pow(random.nextInt(type.precision() + 1));
    BigInteger size = new BigInteger(bound.bitLength() + 8, random).mod(bound);
    return new BigDecimal(random.nextBoolean() ? size : size.negate(), type.scale());
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private Instant instant() {
    long seconds = random.nextLong(-60_000_000_000L, 60_000_000_000L);
    return Instant.ofEpochSecond(seconds).plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
  }

  private List<@Nullable Object> list(DataType element) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(element.isScalar() && random.nextInt(4) == 0 ? null : value(element));
    }
    return list;
  }

  private Map<String, @Nullable Object> struct(DataType.Struct type) {
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    for (Field field : type.fields()) {
      boolean none = field.nullable() && random.nextInt(4) == 0;
      parts.put(field.name(), none ? null : value(field.type()));
    }
    return parts;
  }

  private Object vector(DataType.Vector type) {
    if (type.element() == Element.INT8 || type.element() == Element.BIT) {
      return bytes(type.bytes());
    }
    float[] coordinates = new float[type.dimension()];
    for (int i = 0; i < coordinates.length; i++) {
      float value = (float) random.nextGaussian();
      coordinates[i] = type.element() == Element.FLOAT16 ? half(value) : value;
    }
    return coordinates;
  }
}
