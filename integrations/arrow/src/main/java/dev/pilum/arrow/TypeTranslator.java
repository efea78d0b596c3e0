package dev.pilum.arrow;

import dev.pilum.arrow.SchemaTranslator.Translated;
import dev.pilum.arrow.SchemaTranslator.Typed;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Decimal;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FixedSizeBinary;
import org.apache.arrow.flatbuf.FixedSizeList;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Time;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

/** Chooses Pilum's type for one Arrow field, leaving aside whether it is dictionary-encoded. */
final class TypeTranslator {
  private static final String EXTENSION_NAME = "ARROW:extension:name";

  private final SchemaTranslator fields;
  private final Float64Vectors float64;
  private final Field field;
  private final String name;
  private final Map<String, String> metadata;
  private final int depth;

  /** Reads {@code field}; takes what only tells its type out of {@code metadata}. */
  TypeTranslator(
      SchemaTranslator fields,
      Float64Vectors float64,
      Field field,
      String name,
      Map<String, String> metadata,
      int depth) {
    this.fields = fields;
    this.float64 = float64;
    this.field = field;
    this.name = name;
    this.metadata = metadata;
    this.depth = depth;
  }

  Typed translate() {
    return switch (field.typeType()) {
      case Type.Bool -> plain(new DataType.Bool(), 1);
      case Type.Int -> integer(as(new Int()));
      case Type.FloatingPoint -> floatingPoint(as(new FloatingPoint()));
      case Type.Decimal -> decimal(as(new Decimal()));
      case Type.Utf8 -> text(new DataType.Utf8(), false);
      case Type.LargeUtf8 -> text(new DataType.Utf8(), true);
      case Type.Utf8View -> view(new DataType.Utf8());
      case Type.Binary -> text(new DataType.Binary(), false);
      case Type.LargeBinary -> text(new DataType.Binary(), true);
      case Type.BinaryView -> view(new DataType.Binary());
      case Type.FixedSizeBinary -> fixedBytes(as(new FixedSizeBinary()).byteWidth());
      case Type.Date -> date(as(new Date()).unit());
      case Type.Time -> time(as(new Time()));
      case Type.Timestamp -> timestamp(as(new Timestamp()));
      case Type.List -> list(new ListReader.Form.Narrow());
      case Type.LargeList -> list(new ListReader.Form.Wide());
      case Type.FixedSizeList -> fixedList(as(new FixedSizeList()).listSize());
      case Type.Struct_ -> struct();
      default -> throw unsupported(typeName());
    };
  }

  private String typeName() {
    int tag = field.typeType();
    return tag >= 0 && tag < Type.names.length ? Type.name(tag) : "number " + tag;
  }

  private <T extends com.google.flatbuffers.Table> T as(T type) {
    if (field.type(type) == null) {
      throw new IllegalArgumentException("column '" + name + "' has a type without parameters");
    }
    return type;
  }

  private static Typed plain(DataType type, int bits) {
    return new Typed(type, new PlainReader(type, bits));
  }

  private Typed number(DataType type, int bits, NumberReader.Unit unit) {
    return new Typed(type, new NumberReader(name, type, bits, unit));
  }

  private Typed text(DataType type, boolean wide) {
    return new Typed(type, new TextReader(name, type, wide));
  }

  private static Typed view(DataType type) {
    return new Typed(type, new ViewReader(type));
  }

  private Typed integer(Int type) {
    if (type.bitWidth() == 64 && !type.isSigned()) {
      return number(new DataType.Int(64, true), 64, NumberReader.Unit.UNSIGNED);
    }
    return plain(new DataType.Int(type.bitWidth(), type.isSigned()), type.bitWidth());
  }

  private Typed floatingPoint(FloatingPoint type) {
    int bits =
        switch (type.precision()) {
          case Precision.HALF -> 16;
          case Precision.SINGLE -> 32;
          default -> 64;
        };
    return plain(new DataType.FloatingPoint(bits), bits);
  }

  private Typed decimal(Decimal type) {
    if (type.bitWidth() != 128) {
      throw unsupported("Decimal of " + type.bitWidth() + " bits");
    }
    return plain(new DataType.Decimal(type.precision(), type.scale()), 128);
  }

  private Typed fixedBytes(int width) {
    if (width == 16 && "arrow.uuid".equals(metadata.get(EXTENSION_NAME))) {
      metadata.remove(EXTENSION_NAME);
      metadata.remove("ARROW:extension:metadata");
      return plain(new DataType.Uuid(), 128);
    }
    if (width < 1) {
      throw unsupported("FixedSizeBinary of " + width + " bytes");
    }
    return new Typed(new DataType.Binary(), new FixedBytesReader(name, width));
  }

  private Typed date(short unit) {
    DataType date = new DataType.Date();
    return unit == DateUnit.DAY
        ? plain(date, 32)
        : number(date, 64, NumberReader.Unit.DAY_MILLISECONDS);
  }

  private Typed time(Time type) {
    NumberReader.Unit unit = unit(type.unit());
    DataType time = new DataType.Time();
    if (type.bitWidth() != 32 && type.bitWidth() != 64) {
      throw unsupported("Time of " + type.bitWidth() + " bits");
    }
    return unit == null ? plain(time, 64) : number(time, type.bitWidth(), unit);
  }

  private Typed timestamp(Timestamp type) {
    String zone = type.timezone();
    DataType timestamp = new DataType.Timestamp(zone == null || zone.isEmpty() ? null : zone);
    NumberReader.Unit unit = unit(type.unit());
    return unit == null ? plain(timestamp, 64) : number(timestamp, 64, unit);
  }

  /** Returns how the unit becomes microseconds, {@code null} for those themselves. */
  private static NumberReader.@Nullable Unit unit(short unit) {
    return switch (unit) {
      case TimeUnit.SECOND -> NumberReader.Unit.SECONDS;
      case TimeUnit.MILLISECOND -> NumberReader.Unit.MILLISECONDS;
      case TimeUnit.MICROSECOND -> null;
      default -> NumberReader.Unit.NANOSECONDS;
    };
  }

  private Typed list(ListReader.Form form) {
    Translated element = onlyChild();
    DataType.ListOf type = new DataType.ListOf(element.field().type());
    return new Typed(type, new ListReader(name, type, element.reader(), form));
  }

  private Typed fixedList(int length) {
    Translated element = onlyChild();
    Element coordinate = coordinate(element.field().type());
    boolean stored = element.reader() instanceof PlainReader;
    if (coordinate == null || !stored) {
      return list(element, length);
    }
    boolean bits = coordinate == Element.BIT;
    if (bits && (length < 1 || length > DataType.Vector.MAX_DIMENSION / Byte.SIZE)) {
      return list(element, length);
    }
    int dimension = bits ? length * Byte.SIZE : length;
    DataType.Vector type = new DataType.Vector(coordinate, dimension);
    int storedBytes = ((PlainReader) element.reader()).bits() / 8;
    return new Typed(type, new VectorReader(name, type, length, storedBytes));
  }

  private Typed list(Translated element, int length) {
    if (length < 0) {
      throw unsupported("FixedSizeList of " + length);
    }
    DataType.ListOf type = new DataType.ListOf(element.field().type());
    return new Typed(
        type, new ListReader(name, type, element.reader(), new ListReader.Form.Even(length)));
  }

  private @Nullable Element coordinate(DataType type) {
    if (type instanceof DataType.FloatingPoint(int bits)) {
      return switch (bits) {
        case 16 -> Element.FLOAT16;
        case 32 -> Element.FLOAT32;
        default -> rounded();
      };
    }
    // Bytes without a sign are eight bits each, as LanceDB's users write them for hamming.
    return type instanceof DataType.Int(int bits, boolean signed) && bits == 8
        ? (signed ? Element.INT8 : Element.BIT)
        : null;
  }

  private Element rounded() {
    return switch (float64) {
      case REFUSE ->
          throw new InvalidRequest(
              "column '"
                  + name
                  + "' holds vectors of float64, which Pilum does not store; write float32, or ask"
                  + " to have them rounded");
      case ROUND_TO_FLOAT32 -> Element.FLOAT32;
    };
  }

  private Typed struct() {
    List<dev.pilum.storage.schema.Field> types = new ArrayList<>();
    List<ColumnReader> readers = new ArrayList<>();
    for (int i = 0; i < field.childrenLength(); i++) {
      Translated child =
          fields.field(field.children(i), String.valueOf(field.children(i).name()), depth + 1);
      types.add(child.field());
      readers.add(child.reader());
    }
    DataType.Struct type = new DataType.Struct(types);
    return new Typed(type, new StructReader(type, readers));
  }

  private Translated onlyChild() {
    if (field.childrenLength() != 1) {
      throw new InvalidRequest(
          "column '" + name + "' is a list of " + field.childrenLength() + " columns");
    }
    return fields.field(field.children(0), name, depth + 1);
  }

  private InvalidRequest unsupported(String type) {
    return new InvalidRequest(
        "column '" + name + "' has Arrow type " + type + ", which Pilum cannot hold");
  }
}
