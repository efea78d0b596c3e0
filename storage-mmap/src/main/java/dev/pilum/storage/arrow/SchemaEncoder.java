package dev.pilum.storage.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.flatbuf.Binary;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Struct_;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/**
 * Writes schemas as Arrow's flatbuffers. Equal schemas give equal bytes: metadata is sorted. A
 * flatbuffer is built from its leaves up, so every method returns the place of what it has written,
 * for its parent to point to.
 */
final class SchemaEncoder {
  /** What pyarrow, Arrow Java and LanceDB call the element field of a list. */
  private static final String ELEMENT = "item";

  private final FlatBufferBuilder buffer;

  SchemaEncoder(FlatBufferBuilder buffer) {
    this.buffer = buffer;
  }

  int schema(ArrowSchema schema) {
    int fields =
        org.apache.arrow.flatbuf.Schema.createFieldsVector(buffer, fields(schema.fields()));
    int metadata =
        org.apache.arrow.flatbuf.Schema.createCustomMetadataVector(
            buffer, words(schema.metadata()));
    return org.apache.arrow.flatbuf.Schema.createSchema(
        buffer, Endianness.Little, fields, metadata, 0);
  }

  private int[] fields(List<Field> fields) {
    int[] places = new int[fields.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = field(fields.get(i));
    }
    return places;
  }

  private int field(Field field) {
    return field(field.name(), field.type(), field.nullable(), metadataOf(field));
  }

  private int field(String name, DataType type, boolean nullable, Map<String, String> metadata) {
    int nameAt = buffer.createString(name);
    int children = org.apache.arrow.flatbuf.Field.createChildrenVector(buffer, children(type));
    int words = org.apache.arrow.flatbuf.Field.createCustomMetadataVector(buffer, words(metadata));
    int typeAt = type(type);
    return org.apache.arrow.flatbuf.Field.createField(
        buffer, nameAt, nullable, tag(type), typeAt, 0, children, words);
  }

  private static Map<String, String> metadataOf(Field field) {
    if (field.metadata().containsKey(MetadataKeys.FIELD_ID)) {
      throw new InvalidRequest(
          "column '"
              + field.name()
              + "': the metadata key "
              + MetadataKeys.FIELD_ID
              + " is Pilum's own");
    }
    Map<String, String> words = new TreeMap<>(field.metadata());
    if (field.id() != 0) {
      words.put(MetadataKeys.FIELD_ID, Integer.toString(field.id()));
    }
    words.putAll(extension(field.type()));
    return words;
  }

  private static Map<String, String> extension(DataType type) {
    return type instanceof DataType.Uuid
        ? Map.of(
            MetadataKeys.EXTENSION_NAME, MetadataKeys.UUID, MetadataKeys.EXTENSION_METADATA, "")
        : Map.of();
  }

  private int[] words(Map<String, String> metadata) {
    int[] places = new int[metadata.size()];
    int i = 0;
    for (Map.Entry<String, String> word : new TreeMap<>(metadata).entrySet()) {
      int key = buffer.createString(word.getKey());
      int value = buffer.createString(word.getValue());
      places[i++] = KeyValue.createKeyValue(buffer, key, value);
    }
    return places;
  }

  private int[] children(DataType type) {
    return switch (type) {
      case DataType.ListOf l ->
          new int[] {field(ELEMENT, l.element(), true, extension(l.element()))};
      // Declared nullable, as pyarrow and LanceDB declare it, so that schemas compare equal; a
      // coordinate is never null.
      case DataType.Vector v -> new int[] {field(ELEMENT, coordinate(v.element()), true, Map.of())};
      case DataType.Struct s -> fields(s.fields());
      default -> new int[0];
    };
  }

  /** Returns how many elements Arrow sees in one vector: of bits, their bytes. */
  static int elementsPerVector(DataType.Vector type) {
    return type.element() == DataType.Vector.Element.BIT ? type.bytes() : type.dimension();
  }

  static DataType coordinate(DataType.Vector.Element element) {
    return switch (element) {
      case FLOAT32 -> new DataType.FloatingPoint(32);
      case FLOAT16 -> new DataType.FloatingPoint(16);
      case INT8 -> new DataType.Int(8, true);
      case BIT -> new DataType.Int(8, false);
    };
  }

  private int type(DataType type) {
    return switch (type) {
      case DataType.Bool b -> empty(Bool::startBool, Bool::endBool);
      case DataType.Int i -> Int.createInt(buffer, i.bits(), i.signed());
      case DataType.FloatingPoint f ->
          FloatingPoint.createFloatingPoint(buffer, precision(f.bits()));
      case DataType.Decimal d -> Decimal.createDecimal(buffer, d.precision(), d.scale(), 128);
      case DataType.Utf8 u -> empty(Utf8::startUtf8, Utf8::endUtf8);
      case DataType.Binary b -> empty(Binary::startBinary, Binary::endBinary);
      case DataType.Date d -> Date.createDate(buffer, DateUnit.DAY);
      case DataType.Time t -> Time.createTime(buffer, TimeUnit.MICROSECOND, 64);
      case DataType.Timestamp t -> timestamp(t);
      case DataType.Uuid u -> FixedSizeBinary.createFixedSizeBinary(buffer, 16);
      case DataType.ListOf l ->
          empty(org.apache.arrow.flatbuf.List::startList, org.apache.arrow.flatbuf.List::endList);
      case DataType.Struct s -> empty(Struct_::startStruct_, Struct_::endStruct_);
      case DataType.Vector v -> FixedSizeList.createFixedSizeList(buffer, elementsPerVector(v));
    };
  }

  private int timestamp(DataType.Timestamp type) {
    String zone = type.zone();
    int zoneAt = zone == null ? 0 : buffer.createString(zone);
    return Timestamp.createTimestamp(buffer, TimeUnit.MICROSECOND, zoneAt);
  }

  private static short precision(int bits) {
    return switch (bits) {
      case 16 -> Precision.HALF;
      case 32 -> Precision.SINGLE;
      default -> Precision.DOUBLE;
    };
  }

  private static byte tag(DataType type) {
    return switch (type) {
      case DataType.Bool b -> Type.Bool;
      case DataType.Int i -> Type.Int;
      case DataType.FloatingPoint f -> Type.FloatingPoint;
      case DataType.Decimal d -> Type.Decimal;
      case DataType.Utf8 u -> Type.Utf8;
      case DataType.Binary b -> Type.Binary;
      case DataType.Date d -> Type.Date;
      case DataType.Time t -> Type.Time;
      case DataType.Timestamp t -> Type.Timestamp;
      case DataType.Uuid u -> Type.FixedSizeBinary;
      case DataType.ListOf l -> Type.List;
      case DataType.Struct s -> Type.Struct_;
      case DataType.Vector v -> Type.FixedSizeList;
    };
  }

  private int empty(
      java.util.function.Consumer<FlatBufferBuilder> start,
      java.util.function.ToIntFunction<FlatBufferBuilder> end) {
    start.accept(buffer);
    return end.applyAsInt(buffer);
  }
}
