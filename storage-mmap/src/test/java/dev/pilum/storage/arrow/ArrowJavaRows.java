package dev.pilum.storage.arrow;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UuidVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** What Arrow Java sees, in the form of {@link ExpectedRows}. */
final class ArrowJavaRows {
  private ArrowJavaRows() {}

  static void append(FieldVector vector, DataType type, List<@Nullable Object> rows) {
    for (int row = 0; row < vector.getValueCount(); row++) {
      rows.add(value(vector, type, row));
    }
  }

  private static @Nullable Object value(FieldVector vector, DataType type, int row) {
    return vector.isNull(row) ? null : present(vector, type, row);
  }

  private static Object present(FieldVector vector, DataType type, int row) {
    return switch (vector) {
      case UInt1Vector v -> v.get(row) & 0xFFL;
      case UInt2Vector v -> (long) v.get(row);
      case UInt4Vector v -> Integer.toUnsignedLong(v.get(row));
      case Float2Vector v -> (double) v.getValueAsFloat(row);
      case VarCharVector v -> new String(v.get(row), StandardCharsets.UTF_8);
      case VarBinaryVector v -> HexFormat.of().formatHex(v.get(row));
      case DateDayVector v -> Integer.toString(v.get(row));
      case TimeMicroVector v -> Long.toString(v.get(row));
      case TimeStampVector v -> Long.toString(v.get(row));
      case UuidVector v -> HexFormat.of().formatHex(v.getUnderlyingVector().get(row));
      case FixedSizeBinaryVector v -> HexFormat.of().formatHex(v.get(row));
      case FixedSizeListVector v -> vector(v, (DataType.Vector) type, row);
      case ListVector v -> list(v, ((DataType.ListOf) type).element(), row);
      case StructVector v -> struct(v, (DataType.Struct) type, row);
      default -> plain(Objects.requireNonNull(vector.getObject(row)));
    };
  }

  private static Object plain(Object value) {
    return switch (value) {
      case Boolean b -> b;
      case Double d -> d;
      case Float f -> (double) f;
      case Byte b -> (long) b;
      case Short n -> (long) n;
      case Integer n -> (long) n;
      case BigDecimal d -> d.unscaledValue().toString();
      default -> value.toString();
    };
  }

  private static Object vector(FixedSizeListVector vector, DataType.Vector type, int row) {
    List<@Nullable Object> coordinates = new ArrayList<>();
    for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
      coordinates.add(value(vector.getDataVector(), SchemaEncoder.coordinate(type.element()), i));
    }
    return coordinates;
  }

  private static Object list(ListVector vector, DataType element, int row) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
      elements.add(value(vector.getDataVector(), element, i));
    }
    return elements;
  }

  private static Object struct(StructVector vector, DataType.Struct type, int row) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (Field field : type.fields()) {
      fields.put(field.name(), value(vector.getChild(field.name()), field.type(), row));
    }
    return fields;
  }
}
