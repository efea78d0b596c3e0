package dev.pilum.storage.arrow;

import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.KeyValue;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;

/**
 * Reads back what {@link SchemaEncoder} writes, and nothing else: other Arrow schemas are for the
 * import to translate.
 */
final class SchemaDecoder {
  /** Structs in structs; far more than anyone needs, few enough for any stack. */
  private static final int MAX_DEPTH = 64;

  private final String file;
  private final long offsetBytes;

  /** Names {@code file} and {@code offsetBytes} in errors. */
  SchemaDecoder(String file, long offsetBytes) {
    this.file = file;
    this.offsetBytes = offsetBytes;
  }

  ArrowSchema schema(Schema schema) {
    if (schema.endianness() != Endianness.Little) {
      throw wrong("little-endian data", "big-endian");
    }
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < schema.customMetadataLength(); i++) {
      put(metadata, schema.customMetadata(i));
    }
    List<dev.pilum.storage.schema.Field> fields = new ArrayList<>();
    for (int i = 0; i < schema.fieldsLength(); i++) {
      fields.add(field(schema.fields(i), 0));
    }
    return new ArrowSchema(fields, metadata);
  }

  private dev.pilum.storage.schema.Field field(Field field, int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong("fields nested at most " + MAX_DEPTH + " deep", "more");
    }
    Map<String, String> metadata = metadataOf(field);
    DataType type = type(field, metadata, depth);
    return new dev.pilum.storage.schema.Field(
        fieldId(metadata), name(field), type, field.nullable(), metadata);
  }

  private String name(Field field) {
    String name = field.name();
    if (name == null) {
      throw wrong("a field name", "none");
    }
    return name;
  }

  private Map<String, String> metadataOf(Field field) {
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < field.customMetadataLength(); i++) {
      put(metadata, field.customMetadata(i));
    }
    return metadata;
  }

  private void put(Map<String, String> metadata, KeyValue word) {
    String key = word.key();
    String value = word.value();
    if (key == null || value == null) {
      throw wrong("metadata with key and value", key + "=" + value);
    }
    metadata.put(key, value);
  }

  private int fieldId(Map<String, String> metadata) {
    String digits = metadata.remove(MetadataKeys.FIELD_ID);
    if (digits == null) {
      return 0;
    }
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw wrong("a number in " + MetadataKeys.FIELD_ID, digits);
    }
  }

  /** Returns the field's type; takes what only tells the type out of {@code metadata}. */
  private DataType type(Field field, Map<String, String> metadata, int depth) {
    return switch (field.typeType()) {
      case Type.Bool -> new DataType.Bool();
      case Type.Int -> integer(as(field, new Int()));
      case Type.FloatingPoint -> floatingPoint(as(field, new FloatingPoint()));
      case Type.Decimal -> decimal(as(field, new Decimal()));
      case Type.Utf8 -> new DataType.Utf8();
      case Type.Binary -> new DataType.Binary();
      case Type.Date -> date(as(field, new Date()));
      case Type.Time -> time(as(field, new Time()));
      case Type.Timestamp -> timestamp(as(field, new Timestamp()));
      case Type.FixedSizeBinary -> uuid(as(field, new FixedSizeBinary()), metadata);
      case Type.List -> new DataType.ListOf(onlyChild(field, depth));
      case Type.Struct_ -> new DataType.Struct(children(field, depth));
      case Type.FixedSizeList -> vector(as(field, new FixedSizeList()), onlyChild(field, depth));
      default -> throw wrong("an Arrow type that Pilum writes", Integer.toString(field.typeType()));
    };
  }

  private <T extends com.google.flatbuffers.Table> T as(Field field, T type) {
    if (field.type(type) == null) {
      throw wrong("parameters of type " + field.typeType(), "none");
    }
    return type;
  }

  private DataType integer(Int type) {
    return new DataType.Int(type.bitWidth(), type.isSigned());
  }

  private DataType floatingPoint(FloatingPoint type) {
    return switch (type.precision()) {
      case Precision.HALF -> new DataType.FloatingPoint(16);
      case Precision.SINGLE -> new DataType.FloatingPoint(32);
      case Precision.DOUBLE -> new DataType.FloatingPoint(64);
      default -> throw wrong("precision 0 to 2", Integer.toString(type.precision()));
    };
  }

  private DataType decimal(Decimal type) {
    expect("decimals of 128 bits", type.bitWidth(), 128);
    return new DataType.Decimal(type.precision(), type.scale());
  }

  private DataType date(Date type) {
    expect("dates in days", type.unit(), DateUnit.DAY);
    return new DataType.Date();
  }

  private DataType time(Time type) {
    expect("times in microseconds", type.unit(), TimeUnit.MICROSECOND);
    expect("times of 64 bits", type.bitWidth(), 64);
    return new DataType.Time();
  }

  private DataType timestamp(Timestamp type) {
    expect("timestamps in microseconds", type.unit(), TimeUnit.MICROSECOND);
    return new DataType.Timestamp(type.timezone());
  }

  private DataType uuid(FixedSizeBinary type, Map<String, String> metadata) {
    expect("identifiers of 16 bytes", type.byteWidth(), 16);
    String extension = metadata.remove(MetadataKeys.EXTENSION_NAME);
    if (!MetadataKeys.UUID.equals(extension)) {
      throw wrong("extension " + MetadataKeys.UUID, String.valueOf(extension));
    }
    metadata.remove(MetadataKeys.EXTENSION_METADATA);
    return new DataType.Uuid();
  }

  private DataType vector(FixedSizeList type, DataType element) {
    Element coordinate = coordinate(element);
    long dimension = coordinate == Element.BIT ? 8L * type.listSize() : type.listSize();
    return new DataType.Vector(coordinate, (int) Math.min(Integer.MAX_VALUE, dimension));
  }

  /* Not by equality of records: linking it costs a fresh process 20 ms before its first search. */
  private Element coordinate(DataType element) {
    if (element instanceof DataType.FloatingPoint(int bits) && bits < 64) {
      return bits == 32 ? Element.FLOAT32 : Element.FLOAT16;
    }
    if (element instanceof DataType.Int(int bits, boolean signed) && bits == 8) {
      return signed ? Element.INT8 : Element.BIT;
    }
    throw wrong("vectors of float32, float16, int8 or uint8", element.describe());
  }

  private DataType onlyChild(Field field, int depth) {
    expect("a list with one child", field.childrenLength(), 1);
    return field(field.children(0), depth + 1).type();
  }

  private List<dev.pilum.storage.schema.Field> children(Field field, int depth) {
    List<dev.pilum.storage.schema.Field> children = new ArrayList<>();
    for (int i = 0; i < field.childrenLength(); i++) {
      children.add(field(field.children(i), depth + 1));
    }
    return children;
  }

  private void expect(String what, long found, long expected) {
    if (found != expected) {
      throw wrong(what + " (" + expected + ")", Long.toString(found));
    }
  }

  private Corruption wrong(String expected, String found) {
    return new Corruption(file, offsetBytes, expected, found);
  }
}
