package dev.pilum.parquet;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.metadata.RepetitionType;
import dev.hardwood.schema.SchemaNode;
import dev.hardwood.schema.SchemaNode.GroupNode;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ForeignName;
import dev.pilum.storage.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * A column of a Parquet file.
 *
 * @param node what the file says of it
 * @param place its number in the file
 * @param field what it is in a table
 */
record ParquetColumn(SchemaNode node, int place, Field field) {
  /**
   * Returns a column.
   *
   * @param arrow what the Arrow schema says of it, or {@code null}; it knows vectors, zones and
   *     uuids, which Parquet has no words for
   * @throws InvalidRequest when a table has no such type, naming column and type
   */
  static ParquetColumn of(SchemaNode node, int place, @Nullable Field arrow) {
    Field plain = field(node);
    if (arrow == null || !knowsMore(arrow.type(), plain.type())) {
      return new ParquetColumn(node, place, plain);
    }
    return new ParquetColumn(
        node, place, new Field(0, plain.name(), arrow.type(), true, arrow.metadata()));
  }

  private static boolean knowsMore(DataType arrow, DataType plain) {
    return switch (arrow) {
      case DataType.Vector vector ->
          plain instanceof DataType.ListOf list && list.element().isScalar();
      case DataType.ListOf(DataType element) when element instanceof DataType.Vector ->
          plain instanceof DataType.ListOf list && list.element() instanceof DataType.Utf8;
      case DataType.Timestamp t -> plain instanceof DataType.Timestamp;
      case DataType.Utf8 t -> plain instanceof DataType.Utf8;
      default -> false;
    };
  }

  private static Field field(SchemaNode node) {
    return Field.of(ForeignName.of(node.name()), type(node.name(), node));
  }

  private static DataType type(String column, SchemaNode node) {
    if (node instanceof PrimitiveNode leaf) {
      if (leaf.repetitionType() == RepetitionType.REPEATED) {
        throw unknown(column, "repeated without being a list");
      }
      return scalar(column, leaf);
    }
    GroupNode group = (GroupNode) node;
    if (group.isList()) {
      return Types.list(element(column, group.getListElement()));
    }
    if (!group.isStruct()) {
      throw unknown(column, group.isMap() ? "a map" : "a group of another kind");
    }
    return Types.struct(
        group.children().stream()
            .map(child -> Field.of(ForeignName.of(child.name()), type(column, child)))
            .toArray(Field[]::new));
  }

  private static DataType element(String column, @Nullable SchemaNode element) {
    if (element instanceof PrimitiveNode leaf) {
      return scalar(column, leaf);
    }
    if (element instanceof GroupNode list
        && list.isList()
        && list.getListElement() instanceof PrimitiveNode) {
      // Vectors, if the Arrow schema says so, or lists as JSON.
      return Types.utf8();
    }
    throw unknown(column, "a list of structs");
  }

  private static DataType scalar(String column, PrimitiveNode leaf) {
    return leaf.logicalType() == null ? physical(leaf.type()) : logical(column, leaf.logicalType());
  }

  private static DataType physical(PhysicalType type) {
    return switch (type) {
      case BOOLEAN -> Types.bool();
      case INT32 -> Types.int32();
      case INT64 -> Types.int64();
      case INT96 -> Types.timestamp();
      case FLOAT -> Types.float32();
      case DOUBLE -> Types.float64();
      case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> Types.binary();
    };
  }

  private static DataType logical(String column, LogicalType type) {
    return switch (type) {
      case LogicalType.StringType t -> Types.utf8();
      case LogicalType.EnumType t -> Types.utf8();
      case LogicalType.JsonType t -> Types.utf8();
      case LogicalType.BsonType t -> Types.binary();
      case LogicalType.UuidType t -> Types.uuid();
      case LogicalType.Float16Type t -> Types.float16();
      case LogicalType.DateType t -> Types.date();
      case LogicalType.TimeType t -> Types.time();
      case LogicalType.TimestampType t -> Types.timestamp(t.isAdjustedToUTC() ? "UTC" : null);
      case LogicalType.DecimalType t -> Types.decimal(t.precision(), t.scale());
      case LogicalType.IntType t ->
          t.bitWidth() == 64 ? Types.int64() : new DataType.Int(t.bitWidth(), t.isSigned());
      default -> throw unknown(column, type.toString());
    };
  }

  private static InvalidRequest unknown(String column, String what) {
    return new InvalidRequest(
        "column '%s' is %s, for which a table has no type; write the file without it"
            .formatted(column, what));
  }
}
