package dev.pilum.engine.row;

import dev.pilum.Row;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.schema.Types;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Random rows over every type, drawn from small ranges, large ranges and the edges of each type.
 */
public final class RandomRows {
  /** A column of every type. */
  public static final Schema EVERY_TYPE =
      Schema.builder()
          .key("id", Types.int64())
          .field("bool", Types.bool())
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
          .field("dec", Types.decimal(38, 3))
          .field("smallDec", Types.decimal(4, 2))
          .field("text", Types.utf8())
          .field("bin", Types.binary())
          .field("date", Types.date())
          .field("time", Types.time())
          .field("ts", Types.timestamp())
          .field("tsz", Types.timestamp("UTC"))
          .field("uuid", Types.uuid())
          .field("tags", Types.list(Types.utf8()))
          .field("numbers", Types.list(Types.int16()))
          .field(
              "place",
              Types.struct(
                  Field.of("city", Types.utf8()),
                  new Field(0, "zip", Types.int32(), false, Map.of())))
          .field("v32", Types.vector(3))
          .field("v16", Types.vector(Element.FLOAT16, 2))
          .field("v8", Types.vector(Element.INT8, 4))
          .field("v1", Types.bits(24))
          .build();

  private static final String[] LETTERS = {
    "a", "b", "%", "_", "\\", "é", "漢", "😀", "\u0000", "\uffff"
  };

  private final Random random;

  public RandomRows(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Returns up to {@code most} rows; about a fifth of the values are null, some columns are absent.
   */
  public List<Map<String, Object>> rows(Schema schema, int most) {
    List<Map<String, Object>> rows = new ArrayList<>();
    int count = random.nextInt(most + 1);
    boolean nulls = random.nextInt(4) > 0;
    for (int i = 0; i < count; i++) {
      rows.add(row(schema, i, nulls));
    }
    return rows;
  }

  private Map<String, Object> row(Schema schema, long key, boolean nulls) {
    Map<String, Object> row = new HashMap<>();
    for (Field field : schema.fields()) {
      if (field.name().equals(schema.key())) {
        row.put(field.name(), key);
      } else if (!nulls || random.nextInt(5) > 0) {
        row.put(field.name(), value(field.type()));
      } else if (random.nextBoolean()) {
        row.put(field.name(), null);
      }
    }
    return row;
  }

  /** Returns a value as {@link RowReader} would return it. */
  public Object value(DataType type) {
    return switch (type) {
      case DataType.Bool b -> random.nextBoolean();
      case DataType.Int i -> whole(i);
      case DataType.FloatingPoint f -> real(f);
      case DataType.Decimal d -> decimal(d);
      case DataType.Utf8 u -> text();
      case DataType.Binary b -> bytes(random.nextInt(4));
      case DataType.Date d -> LocalDate.ofEpochDay(small() ? random.nextInt(3) : random.nextInt());
      case DataType.Time t ->
          LocalTime.ofNanoOfDay(1000 * random.nextLong(small() ? 3 : 86_400_000_000L));
      case DataType.Timestamp t when t.zone() == null ->
          LocalDateTime.ofInstant(instant(), ZoneOffset.UTC);
      case DataType.Timestamp t -> instant();
      case DataType.Uuid u ->
          small()
              ? new UUID(-random.nextInt(2), -random.nextInt(2))
              : new UUID(random.nextLong(), random.nextLong());
      case DataType.ListOf l -> list(l);
      case DataType.Struct s -> struct(s);
      case DataType.Vector v -> vector(v);
    };
  }

  /** Returns the row that reading gives back: every column in order, absent ones null. */
  public static Row complete(Schema schema, Map<String, Object> row) {
    Map<String, @Nullable Object> whole = new LinkedHashMap<>();
    schema.names().forEach(name -> whole.put(name, row.get(name)));
    return Row.copyOf(whole);
  }

  /** Returns all rows of a batch. */
  public static List<Row> read(RecordBatch batch) {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < batch.rowCount(); row++) {
      rows.add(RowReader.row(batch, row));
    }
    return rows;
  }

  private boolean small() {
    return random.nextBoolean();
  }

  private Object whole(DataType.Int type) {
    long least = Complaints.minimum(type);
    long greatest = Complaints.maximum(type);
    long value =
        switch (random.nextInt(4)) {
          case 0 -> least;
          case 1 -> greatest;
          case 2 -> random.nextInt(4);
          default -> type.bits() == 64 ? random.nextLong() : random.nextLong(least, greatest + 1);
        };
    if (type.bits() == 64 || (type.bits() == 32 && !type.signed())) {
      return value;
    }
    return (int) value;
  }

  private Object real(DataType.FloatingPoint type) {
    double[] edges = {
      0.0,
      -0.0,
      Double.NaN,
      1.0 / 0,
      -1.0 / 0,
      1.5,
      -1.5,
      0x1p24,
      9007199254740992.0,
      random.nextGaussian()
    };
    double value = edges[random.nextInt(edges.length)];
    if (type.bits() == 64) {
      return value;
    }
    return type.bits() == 32 ? (float) value : FloatRounding.half((float) value);
  }

  private BigDecimal decimal(DataType.Decimal type) {
    BigInteger bound = BigInteger.TEN.pow(small() ? 2 : type.precision());
    BigInteger size = new BigInteger(bound.bitLength() + 8, random).mod(bound);
    return new BigDecimal(random.nextBoolean() ? size : size.negate(), type.scale());
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(LETTERS[random.nextInt(small() ? 2 : LETTERS.length)]);
    }
    return text.toString();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private Instant instant() {
    long micros = small() ? random.nextInt(3) - 1 : random.nextLong();
    return Times.instant(micros);
  }

  private List<@Nullable Object> list(DataType.ListOf type) {
    List<@Nullable Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(random.nextInt(4) == 0 ? null : value(type.element()));
    }
    return list;
  }

  private Map<String, @Nullable Object> struct(DataType.Struct type) {
    Map<String, @Nullable Object> parts = new LinkedHashMap<>();
    for (Field field : type.fields()) {
      parts.put(
          field.name(), field.nullable() && random.nextInt(4) == 0 ? null : value(field.type()));
    }
    return parts;
  }

  private Object vector(DataType.Vector type) {
    if (type.element() == Element.INT8 || type.element() == Element.BIT) {
      return bytes(type.bytes());
    }
    float[] coordinates = new float[type.dimension()];
    for (int i = 0; i < coordinates.length; i++) {
      coordinates[i] = FloatRounding.half((float) random.nextGaussian());
    }
    return coordinates;
  }
}
