package dev.pilum.parquet;

import static org.apache.parquet.schema.LogicalTypeAnnotation.dateType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.decimalType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.float16Type;
import static org.apache.parquet.schema.LogicalTypeAnnotation.intType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timeType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.timestampType;
import static org.apache.parquet.schema.LogicalTypeAnnotation.uuidType;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types.PrimitiveBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Pilum's types as Parquet's. Vectors are lists, as Arrow's writers have it; those of bits are
 * lists of bytes, eight bits to each.
 */
final class ParquetTypes {
  private static final int DECIMAL_BYTES = 16;

  private ParquetTypes() {}

  static MessageType message(List<Field> fields) {
    List<Type> columns = new ArrayList<>();
    for (Field field : fields) {
      columns.add(type(field.name(), field.type(), field.nullable()));
    }
    return new MessageType("rows", columns);
  }

  private static Type type(String name, DataType type, boolean nullable) {
    Repetition repetition = nullable ? Repetition.OPTIONAL : Repetition.REQUIRED;
    return switch (type) {
      case DataType.ListOf list ->
          list(name, repetition, type("element", list.element(), list.element().isScalar()));
      case DataType.Vector vector ->
          list(name, repetition, type("element", coordinate(vector), false));
      case DataType.Struct struct -> {
        var group = org.apache.parquet.schema.Types.buildGroup(repetition);
        struct.fields().forEach(f -> group.addField(type(f.name(), f.type(), f.nullable())));
        yield group.named(name);
      }
      default -> primitive(type, repetition).named(name);
    };
  }

  private static Type list(String name, Repetition repetition, Type element) {
    return org.apache.parquet.schema.Types.list(repetition).element(element).named(name);
  }

  /** Returns what a vector is a list of. */
  static DataType coordinate(DataType.Vector vector) {
    return switch (vector.element()) {
      case FLOAT32 -> Types.float32();
      case FLOAT16 -> Types.float16();
      case INT8 -> Types.int8();
      case BIT -> Types.uint8();
    };
  }

  private static PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> primitive(
      DataType type, Repetition repetition) {
    return switch (type) {
      case DataType.Bool b -> of(PrimitiveTypeName.BOOLEAN, repetition, null);
      case DataType.Int i ->
          of(
              i.bits() == 64 ? PrimitiveTypeName.INT64 : PrimitiveTypeName.INT32,
              repetition,
              intType(i.bits(), i.signed()));
      case DataType.FloatingPoint f ->
          switch (f.bits()) {
            case 64 -> of(PrimitiveTypeName.DOUBLE, repetition, null);
            case 32 -> of(PrimitiveTypeName.FLOAT, repetition, null);
            default -> fixed(2, repetition, float16Type());
          };
      case DataType.Decimal d ->
          fixed(DECIMAL_BYTES, repetition, decimalType(d.scale(), d.precision()));
      case DataType.Utf8 u -> of(PrimitiveTypeName.BINARY, repetition, stringType());
      case DataType.Binary b -> of(PrimitiveTypeName.BINARY, repetition, null);
      case DataType.Date d -> of(PrimitiveTypeName.INT32, repetition, dateType());
      case DataType.Time t ->
          of(PrimitiveTypeName.INT64, repetition, timeType(false, TimeUnit.MICROS));
      case DataType.Timestamp t ->
          of(PrimitiveTypeName.INT64, repetition, timestampType(t.zone() != null, TimeUnit.MICROS));
      case DataType.Uuid u -> fixed(16, repetition, uuidType());
      case DataType.ListOf l -> throw new AssertionError(l);
      case DataType.Struct s -> throw new AssertionError(s);
      case DataType.Vector v -> throw new AssertionError(v);
    };
  }

  private static PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> of(
      PrimitiveTypeName name, Repetition repetition, @Nullable LogicalTypeAnnotation meaning) {
    return org.apache.parquet.schema.Types.primitive(name, repetition).as(meaning);
  }

  private static PrimitiveBuilder<org.apache.parquet.schema.PrimitiveType> fixed(
      int bytes, Repetition repetition, LogicalTypeAnnotation meaning) {
    return org.apache.parquet.schema.Types.primitive(
            PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
        .length(bytes)
        .as(meaning);
  }
}
