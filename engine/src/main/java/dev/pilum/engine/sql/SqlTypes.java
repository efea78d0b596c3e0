package dev.pilum.engine.sql;

import dev.pilum.engine.row.Times;
import dev.pilum.engine.row.ValueBytes;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Types;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names of types in SQL text, and texts that denote values of them. */
final class SqlTypes {
  /** What unadorned DECIMAL means. */
  private static final DataType DECIMAL = Types.decimal(38, 10);

  private SqlTypes() {}

  /** Returns the type of this name, or {@code null} when there is none. */
  static @Nullable DataType named(SqlNode.TypeName type) {
    List<Integer> sizes = type.sizes();
    if (type.name().equals("decimal") || type.name().equals("numeric")) {
      return switch (sizes.size()) {
        case 0 -> DECIMAL;
        case 1 -> Types.decimal(sizes.get(0), 0);
        case 2 -> Types.decimal(sizes.get(0), sizes.get(1));
        default -> null;
      };
    }
    // The length of a text, as in varchar(20), would cut what is longer: refused, as not done here.
    return sizes.isEmpty() ? plain(type.name()) : null;
  }

  /** Returns the name under which {@link #named} finds a type. */
  static String nameOf(DataType type) {
    return switch (type) {
      case DataType.Bool b -> "BOOLEAN";
      case DataType.Int i -> (i.signed() ? "INT" : "UINT") + i.bits();
      case DataType.FloatingPoint f -> "FLOAT" + f.bits();
      case DataType.Decimal d -> "DECIMAL(" + d.precision() + ", " + d.scale() + ")";
      case DataType.Utf8 u -> "VARCHAR";
      case DataType.Binary b -> "BINARY";
      case DataType.Date d -> "DATE";
      case DataType.Time t -> "TIME";
      case DataType.Timestamp t -> t.zone() == null ? "TIMESTAMP" : "TIMESTAMPTZ";
      case DataType.Uuid u -> "UUID";
      default -> type.describe();
    };
  }

  /** Returns the value of a text with a type before it; {@code null} when it denotes none. */
  static @Nullable Object value(String type, String text) {
    return switch (type) {
      case "date" -> Times.days(text) == null ? null : LocalDate.parse(text);
      case "time" -> Times.microsOfDay(text) == null ? null : LocalTime.parse(text);
      case "timestamp", "timestamptz" -> timestamp(text);
      case "uuid" -> ValueBytes.uuid(text) == null ? null : UUID.fromString(text);
      default -> null;
    };
  }

  /** Returns whether texts of this type can be written. */
  static boolean hasLiterals(String type) {
    return List.of("date", "time", "timestamp", "timestamptz", "uuid").contains(type);
  }

  private static @Nullable DataType plain(String name) {
    return switch (name) {
      case "boolean", "bool" -> Types.bool();
      case "tinyint", "int8" -> Types.int8();
      case "smallint", "int16", "int2" -> Types.int16();
      case "int", "integer", "int32", "int4" -> Types.int32();
      case "bigint", "long", "int64" -> Types.int64();
      case "tinyint unsigned", "uint8" -> Types.uint8();
      case "smallint unsigned", "uint16" -> Types.uint16();
      case "int unsigned", "integer unsigned", "uint32" -> Types.uint32();
      case "float16" -> Types.float16();
      case "float", "real", "float32", "float4" -> Types.float32();
      case "double", "double precision", "float64", "float8" -> Types.float64();
      case "varchar", "string", "text", "utf8", "char" -> Types.utf8();
      case "binary", "bytea", "varbinary" -> Types.binary();
      case "date" -> Types.date();
      case "time" -> Types.time();
      case "timestamp" -> Types.timestamp();
      case "timestamptz" -> Types.timestamp("UTC");
      case "uuid" -> Types.uuid();
      default -> null;
    };
  }

  private static @Nullable Object timestamp(String text) {
    String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.replace(' ', 'T') : text;
    try {
      if (iso.indexOf('T') < 0) {
        return LocalDate.parse(iso).atStartOfDay();
      }
      boolean hasOffset = iso.endsWith("Z") || iso.substring(iso.indexOf('T')).matches(".*[+-].*");
      return hasOffset ? OffsetDateTime.parse(iso).toInstant() : LocalDateTime.parse(iso);
    } catch (DateTimeException notIso) {
      return null;
    }
  }
}
