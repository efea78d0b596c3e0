package dev.pilum.formats;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.pilum.formats.text.JsonValues;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Types;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Types as users write them and {@code pilum schema} shows them: {@code int64}, {@code decimal(10,
 * 2)}, {@code timestamp[UTC]}, {@code list<utf8>}, {@code struct<lat float64, lon float64>}, {@code
 * vector<float32>[384]}. Also {@code text} and {@code string} for utf8, {@code int} for int64,
 * {@code float} for float32, {@code double} for float64, {@code bytes} for binary, {@code
 * vector[384]} for float32 vectors and {@code bits[64]}. Dimensions may stand in parentheses too,
 * as in SQL: {@code vector(384)}.
 */
public final class TypeText {
  /** In brackets; a shell or SQL likes parentheses better. */
  private static final String DIMENSION = "[\\[(](\\d{1,6})[\\])]";

  private static final Pattern VECTOR = Pattern.compile("vector(?:<(\\w+)>)?" + DIMENSION);
  private static final Pattern BITS = Pattern.compile("bits" + DIMENSION);
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\((\\d{1,2})\\s*,\\s*(\\d{1,2})\\)");
  private static final Pattern ZONED = Pattern.compile("timestamp\\[([^\\]]+)\\]");

  private static final String NOT_NULL = " not null";

  private TypeText() {}

  /**
   * Returns the type that {@code text} describes.
   *
   * @throws InvalidRequest when it describes none
   */
  public static DataType parse(String text) {
    String type = text.strip();
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.startsWith("list<") && lower.endsWith(">")) {
      return Types.list(parse(type.substring(5, type.length() - 1)));
    }
    if (lower.startsWith("struct<") && lower.endsWith(">")) {
      return struct(type.substring(7, type.length() - 1));
    }
    return withNumbers(type, lower);
  }

  /**
   * Returns the types that a file as {@code pilum schema --json} prints it gives to columns: an
   * array of objects with {@code column} and {@code type}; what else they have is passed over.
   *
   * @throws InvalidRequest when it is none
   */
  public static Map<String, DataType> parseSchema(String json) {
    try {
      Map<String, DataType> types = new LinkedHashMap<>();
      if (JsonValues.parseStrictly(json) instanceof List<?> columns) {
        for (Object column : columns) {
          if (!(column instanceof Map<?, ?> object)
              || !(object.get("column") instanceof String name)
              || !(object.get("type") instanceof String type)) {
            throw new InvalidRequest("a schema's columns are {\"column\": NAME, \"type\": TYPE}");
          }
          types.put(name, parse(type));
        }
        return types;
      }
      throw new InvalidRequest(
          "a schema is an array of columns, as 'pilum schema --json' prints it");
    } catch (JsonProcessingException e) {
      throw new InvalidRequest("the schema is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new InvalidRequest("the schema is not JSON: " + e.getMessage(), e);
    }
  }

  private static DataType withNumbers(String type, String lower) {
    Matcher vector = VECTOR.matcher(lower);
    if (vector.matches()) {
      Element element = vector.group(1) == null ? Element.FLOAT32 : element(type, vector.group(1));
      return Types.vector(element, Integer.parseInt(vector.group(2)));
    }
    Matcher bits = BITS.matcher(lower);
    if (bits.matches()) {
      return Types.bits(Integer.parseInt(bits.group(1)));
    }
    Matcher decimal = DECIMAL.matcher(lower);
    if (decimal.matches()) {
      return Types.decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    Matcher zoned = ZONED.matcher(type);
    return zoned.matches() ? Types.timestamp(zoned.group(1)) : plain(type, lower);
  }

  private static DataType plain(String type, String lower) {
    return switch (lower) {
      case "bool" -> Types.bool();
      case "int8" -> Types.int8();
      case "int16" -> Types.int16();
      case "int32" -> Types.int32();
      case "int", "int64" -> Types.int64();
      case "uint8" -> Types.uint8();
      case "uint16" -> Types.uint16();
      case "uint32" -> Types.uint32();
      case "float16" -> Types.float16();
      case "float", "float32" -> Types.float32();
      case "double", "float64" -> Types.float64();
      case "text", "string", "utf8" -> Types.utf8();
      case "bytes", "binary" -> Types.binary();
      case "date" -> Types.date();
      case "time" -> Types.time();
      case "timestamp" -> Types.timestamp();
      case "uuid" -> Types.uuid();
      default -> throw unknown(type);
    };
  }

  private static DataType struct(String inside) {
    List<Field> fields = new ArrayList<>();
    for (String part : parts(inside)) {
      String whole = part.strip();
      boolean required = whole.endsWith(NOT_NULL);
      String field = whole.substring(0, whole.length() - (required ? NOT_NULL.length() : 0));
      int blank = field.indexOf(' ');
      if (blank < 0) {
        throw unknown("struct<" + inside + ">");
      }
      DataType type = parse(field.substring(blank + 1));
      fields.add(new Field(0, field.substring(0, blank), type, !required, Map.of()));
    }
    return Types.struct(fields.toArray(Field[]::new));
  }

  /** Splits at commas that no bracket holds. */
  private static List<String> parts(String inside) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      depth += c == '<' || c == '(' ? 1 : c == '>' || c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        parts.add(inside.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(inside.substring(start));
    return parts;
  }

  private static Element element(String type, String word) {
    for (Element element : Element.values()) {
      if (element.name().toLowerCase(Locale.ROOT).equals(word)) {
        return element;
      }
    }
    throw unknown(type);
  }

  private static InvalidRequest unknown(String type) {
    return new InvalidRequest(
        "there is no type '%s'; there are int64, float32, decimal(10, 2), utf8, date, timestamp[UTC], list<utf8>, struct<a int32>, vector<float32>[384] and more, as 'pilum schema' shows them"
            .formatted(type));
  }
}
