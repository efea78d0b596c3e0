package dev.pilum.storage.arrow;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.column.Layout;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Types;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes rows of every type from a seed. Values lie in their types' ranges, so that other readers
 * can show them.
 */
final class RandomBatches {
  static final List<DataType> SCALARS =
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
          Types.decimal(38, 10),
          Types.decimal(5, 0),
          Types.utf8(),
          Types.binary(),
          Types.date(),
          Types.time(),
          Types.timestamp(),
          Types.timestamp("Europe/Zurich"),
          Types.uuid());

  private static final List<Element> ELEMENTS =
      List.of(Element.FLOAT32, Element.FLOAT16, Element.INT8, Element.BIT);

  private final Random random;
  private final double nullShare;

  RandomBatches(long seed, double nullShare) {
    this.random = new Random(seed);
    this.nullShare = nullShare;
  }

  /**
   * Returns one field of each type there is: scalars, a list of each scalar, structs (nested),
   * vectors.
   */
  static List<Field> everyType() {
    List<Field> fields = new ArrayList<>();
    for (DataType scalar : SCALARS) {
      fields.add(named(fields, "scalar", scalar));
    }
    for (DataType scalar : SCALARS) {
      fields.add(named(fields, "list", Types.list(scalar)));
    }
    for (Element element : ELEMENTS) {
      fields.add(named(fields, "vector", vector(element, 5)));
    }
    fields.add(named(fields, "vectors", Types.multivector(5)));
    Field inner =
        Field.of(
            "inner",
            Types.struct(
                Field.of("flag", Types.bool()), Field.of("words", Types.list(Types.utf8()))));
    fields.add(
        named(
            fields,
            "struct",
            Types.struct(inner, Field.of("point", Types.vector(3)), Field.of("id", Types.uuid()))));
    return fields;
  }

  /**
   * Returns up to {@code most} fields of any types, some of them not nullable, some with metadata.
   */
  List<Field> fields(int most) {
    int count = 1 + random.nextInt(most);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, String> metadata =
          random.nextInt(4) == 0 ? Map.of("unit", "l2", "Größe", "") : Map.of();
      fields.add(
          new Field(
              random.nextInt(3) == 0 ? 0 : i + 1,
              "c" + i,
              type(2),
              random.nextInt(4) > 0,
              metadata));
    }
    return fields;
  }

  RecordBatch batch(List<Field> fields, int rowCount) {
    List<Column> columns = new ArrayList<>();
    for (Field field : fields) {
      columns.add(column(field.type(), rowCount, field.nullable() ? nullShare : 0));
    }
    return new RecordBatch(fields, rowCount, columns);
  }

  Column column(DataType type, int rowCount, double nulls) {
    ColumnBuilder builder = ColumnBuilder.of(type, Allocator.heap());
    for (int row = 0; row < rowCount; row++) {
      append(builder, nulls);
    }
    return builder.view();
  }

  private static Field named(List<Field> before, String kind, DataType type) {
    return new Field(before.size() + 1, kind + before.size(), type, true, Map.of("kind", kind));
  }

  private DataType type(int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 5)) {
      case 0, 1, 2 -> scalar();
      case 3 -> Types.list(random.nextInt(3) == 0 ? Types.multivector(2).vectors() : scalar());
      case 4 -> vector(ELEMENTS.get(random.nextInt(4)), 1 + random.nextInt(9));
      default -> Types.struct(Field.of("a", type(depth - 1)), Field.of("b", type(depth - 1)));
    };
  }

  private DataType scalar() {
    return SCALARS.get(random.nextInt(SCALARS.size()));
  }

  private void append(ColumnBuilder builder, double nulls) {
    if (random.nextDouble() < nulls) {
      builder.appendNull();
      return;
    }
    switch (builder.type()) {
      case DataType.Bool b -> builder.appendBoolean(random.nextBoolean());
      case DataType.Int i ->
          builder.appendLong(
              i.signed() ? random.nextLong() : random.nextLong() & ((1L << i.bits()) - 1));
      case DataType.FloatingPoint f -> builder.appendDouble(random.nextGaussian() * 100);
      case DataType.Decimal d -> bytes(builder, decimal(d));
      case DataType.Utf8 u -> bytes(builder, text().getBytes(StandardCharsets.UTF_8));
      case DataType.Binary b -> bytes(builder, randomBytes(random.nextInt(9)));
      case DataType.Date d -> builder.appendLong(random.nextInt(-30_000, 30_000));
      case DataType.Time t -> builder.appendLong(random.nextLong(86_400_000_000L));
      case DataType.Timestamp t ->
          builder.appendLong(random.nextLong(-4_000_000_000_000_000L, 4_000_000_000_000_000L));
      case DataType.Uuid u -> bytes(builder, randomBytes(16));
      case DataType.ListOf l -> list(builder, nulls);
      case DataType.Struct s -> struct(builder, s, nulls);
      case DataType.Vector v -> bytes(builder, vector(v));
    }
  }

  private void list(ColumnBuilder builder, double nulls) {
    for (int left = random.nextInt(4); left > 0; left--) {
      append(builder.child(0), builder.child(0).type() instanceof DataType.Vector ? 0 : nulls);
    }
    builder.endNested();
  }

  private void struct(ColumnBuilder builder, DataType.Struct type, double nulls) {
    for (int i = 0; i < type.fields().size(); i++) {
      append(builder.child(i), nulls);
    }
    builder.endNested();
  }

  private static DataType vector(Element element, int elements) {
    return Types.vector(element, element == Element.BIT ? 8 * elements : elements);
  }

  private byte[] vector(DataType.Vector type) {
    ColumnBuilder coordinates =
        ColumnBuilder.of(SchemaEncoder.coordinate(type.element()), Allocator.heap());
    for (int i = 0; i < SchemaEncoder.elementsPerVector(type); i++) {
      append(coordinates, 0);
    }
    return coordinates
        .view()
        .bytes()
        .asSlice(0, type.bytes())
        .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
  }

  private byte[] decimal(DataType.Decimal type) {
    BigInteger limit = BigInteger.TEN.pow(type.precision());
    BigInteger value = new BigInteger(126, random).mod(limit);
    byte[] big = (random.nextBoolean() ? value : value.negate()).toByteArray();
    byte[] little = new byte[16];
    for (int i = 0; i < 16; i++) {
      little[i] = i < big.length ? big[big.length - 1 - i] : (byte) (big[0] >> 7);
    }
    return little;
  }

  private String text() {
    String[] words = {"", "a", "Zürich", "数据", "🦆", "a longer piece of text", "\u0000"};
    return words[random.nextInt(words.length)] + (random.nextBoolean() ? "" : random.nextInt(1000));
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void bytes(ColumnBuilder builder, byte[] value) {
    builder.appendBytes(MemorySegment.ofArray(value), 0, value.length);
  }

  /**
   * Returns the bytes of a column that count: validity by row, offsets, values, children, one after
   * another.
   */
  static List<Object> content(Column column) {
    List<Object> content = new ArrayList<>();
    content.add(column.type());
    content.add(column.length());
    List<Boolean> nulls = new ArrayList<>();
    for (int row = 0; row < column.length(); row++) {
      nulls.add(column.isNull(row));
    }
    content.add(nulls);
    switch (Layout.of(column.type())) {
      case Layout.Bits b -> bits(column, content);
      case Layout.Fixed f -> content.add(used(column.bytes(), (long) f.bytes() * column.length()));
      case Layout.Dense d -> content.add(used(column.bytes(), (long) d.bytes() * column.length()));
      case Layout.Variable v -> {
        content.add(offsets(column));
        content.add(used(column.bytes(), column.startOf(column.length())));
      }
      case Layout.Runs r -> {
        content.add(offsets(column));
        content.add(content(column.children().getFirst().head(column.startOf(column.length()))));
      }
      case Layout.Side s -> column.children().forEach(child -> content.add(content(child)));
    }
    return content;
  }

  static List<Object> content(RecordBatch batch) {
    return batch.columns().stream().<Object>map(RandomBatches::content).toList();
  }

  private static void bits(Column column, List<Object> content) {
    for (int row = 0; row < column.length(); row++) {
      content.add(column.booleanAt(row));
    }
  }

  private static List<Integer> offsets(Column column) {
    List<Integer> offsets = new ArrayList<>();
    for (int row = 0; row <= column.length(); row++) {
      offsets.add(column.startOf(row));
    }
    return offsets;
  }

  private static String used(MemorySegment bytes, long count) {
    return java.util.HexFormat.of()
        .formatHex(bytes.asSlice(0, count).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
  }
}
