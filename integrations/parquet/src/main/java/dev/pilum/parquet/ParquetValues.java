package dev.pilum.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.StructAccessor;
import dev.hardwood.schema.SchemaNode;
import dev.hardwood.schema.SchemaNode.GroupNode;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.ForeignName;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Parquet's stored values as the Java types that columns take. */
final class ParquetValues {
  private static final long NANOS_PER_DAY = 86_400_000_000_000L;

  /** Day of the epoch in the count that INT96 timestamps use. */
  private static final long JULIAN_EPOCH = 2_440_588;

  private ParquetValues() {}

  /** Returns the value at {@code place} of a row or struct. */
  static @Nullable Object value(StructAccessor row, int place, SchemaNode node, DataType type) {
    if (row.isNull(place)) {
      return null;
    }
    return switch (node) {
      case PrimitiveNode leaf -> scalar(leaf, row.getRawValue(place), type);
      case GroupNode group when group.isList() -> list(row.getList(place), element(group), type);
      case GroupNode group -> struct(row.getStruct(place), group, (DataType.Struct) type);
      default -> throw new AssertionError(node);
    };
  }

  private static SchemaNode element(GroupNode list) {
    SchemaNode element = list.getListElement();
    assert element != null : "looked at when the type was chosen";
    return element;
  }

  private static Map<String, @Nullable Object> struct(
      PqStruct struct, GroupNode group, DataType.Struct type) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < group.children().size(); i++) {
      SchemaNode child = group.children().get(i);
      values.put(
          ForeignName.of(child.name()), value(struct, i, child, type.fields().get(i).type()));
    }
    return values;
  }

  private static @Nullable Object list(PqList list, SchemaNode element, DataType type) {
    if (type instanceof DataType.Vector vector) {
      return vector(list, (PrimitiveNode) element, vector);
    }
    DataType inner = ((DataType.ListOf) type).element();
    List<@Nullable Object> values = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      if (list.isNull(i)) {
        values.add(null);
      } else if (element instanceof GroupNode nested) {
        values.add(list(list.lists().get(i), element(nested), nestedType(inner)));
      } else {
        values.add(scalar((PrimitiveNode) element, list.getRaw(i), inner));
      }
    }
    return inner instanceof DataType.Utf8 && element instanceof GroupNode ? texts(values) : values;
  }

  private static DataType nestedType(DataType inner) {
    return inner instanceof DataType.Vector ? inner : new DataType.ListOf(new DataType.Utf8());
  }

  /** Lists in lists have no type; they become what they look like. */
  private static List<@Nullable Object> texts(List<@Nullable Object> values) {
    List<@Nullable Object> texts = new ArrayList<>(values.size());
    values.forEach(value -> texts.add(value == null ? null : value.toString()));
    return texts;
  }

  private static Object vector(PqList list, PrimitiveNode element, DataType.Vector type) {
    boolean bytes = type.element() == Element.INT8 || type.element() == Element.BIT;
    int wanted = bytes ? type.bytes() : type.dimension();
    if (list.size() != wanted) {
      throw new InvalidRequest(
          "the vector has %d elements, %s has %d".formatted(list.size(), type.describe(), wanted));
    }
    byte[] whole = new byte[bytes ? wanted : 0];
    float[] coordinates = new float[bytes ? 0 : wanted];
    for (int i = 0; i < wanted; i++) {
      if (list.isNull(i)) {
        throw new InvalidRequest("coordinate " + i + " of the vector is missing");
      }
      Number number = (Number) scalar(element, list.getRaw(i), ParquetTypes.coordinate(type));
      if (bytes) {
        whole[i] = number.byteValue();
      } else {
        coordinates[i] = number.floatValue();
      }
    }
    return bytes ? whole : coordinates;
  }

  private static Object scalar(PrimitiveNode leaf, Object raw, DataType type) {
    LogicalType meaning = leaf.logicalType();
    return switch (raw) {
      case Integer number -> ofInt(meaning, number);
      case Long number -> ofLong(meaning, number, type);
      case byte[] bytes -> ofBytes(meaning, bytes, type);
      default -> raw;
    };
  }

  private static Object ofInt(@Nullable LogicalType meaning, int number) {
    return switch (meaning) {
      case LogicalType.DateType d -> LocalDate.ofEpochDay(number);
      case LogicalType.TimeType t -> LocalTime.ofNanoOfDay(1_000_000L * number);
      case LogicalType.DecimalType d -> BigDecimal.valueOf(number, d.scale());
      case LogicalType.IntType i when !i.isSigned() && i.bitWidth() == 32 -> number & 0xFFFF_FFFFL;
      case null, default -> number;
    };
  }

  private static Object ofLong(@Nullable LogicalType meaning, long number, DataType type) {
    return switch (meaning) {
      case LogicalType.TimeType t -> LocalTime.ofNanoOfDay(nanos(t.unit(), number));
      case LogicalType.TimestampType t -> moment(instant(t.unit(), number), type);
      case LogicalType.DecimalType d -> BigDecimal.valueOf(number, d.scale());
      case LogicalType.IntType i when !i.isSigned() && number < 0 ->
          throw new InvalidRequest(
              "the value %s is above what int64 holds".formatted(Long.toUnsignedString(number)));
      case null, default -> number;
    };
  }

  private static Object ofBytes(@Nullable LogicalType meaning, byte[] bytes, DataType type) {
    return switch (meaning) {
      case LogicalType.DecimalType d -> new BigDecimal(new BigInteger(bytes), d.scale());
      case LogicalType.UuidType u -> {
        ByteBuffer parts = ByteBuffer.wrap(bytes);
        yield new UUID(parts.getLong(), parts.getLong());
      }
      case LogicalType.Float16Type f ->
          Float.float16ToFloat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort());
      case null, default ->
          switch (type) {
            case DataType.Utf8 t -> new String(bytes, StandardCharsets.UTF_8);
            case DataType.Timestamp t -> moment(ofInt96(bytes), type);
            default -> bytes;
          };
    };
  }

  private static Instant ofInt96(byte[] bytes) {
    ByteBuffer parts = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long nanos = parts.getLong();
    long day = (parts.getInt() & 0xFFFF_FFFFL) - JULIAN_EPOCH;
    return whole(Instant.ofEpochSecond(day * 86_400, nanos % NANOS_PER_DAY));
  }

  private static long nanos(LogicalType.TimeUnit unit, long number) {
    return switch (unit) {
      case MILLIS -> number * 1_000_000;
      case MICROS -> number * 1_000;
      case NANOS -> number;
    };
  }

  private static Instant instant(LogicalType.TimeUnit unit, long number) {
    long perSecond =
        switch (unit) {
          case MILLIS -> 1_000;
          case MICROS -> 1_000_000;
          case NANOS -> 1_000_000_000;
        };
    long nanos = Math.floorMod(number, perSecond) * (1_000_000_000 / perSecond);
    return whole(Instant.ofEpochSecond(Math.floorDiv(number, perSecond), nanos));
  }

  private static Instant whole(Instant instant) {
    if (!instant.truncatedTo(ChronoUnit.MICROS).equals(instant)) {
      throw new InvalidRequest(
          instant + " is no whole microsecond; round it before it is written to the file");
    }
    return instant;
  }

  private static Object moment(Instant instant, DataType type) {
    boolean zoned = type instanceof DataType.Timestamp t && t.zone() != null;
    return zoned ? instant : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
