package dev.pilum.cli;

import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Types;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the types of columns as people write them, such as {@code int32} or {@code vector(384)}.
 */
final class TypeWords {
  private static final String KNOWN =
      "bool, int8 to int64, uint8 to uint32, float16 to float64, decimal(P, S), utf8 or text,"
          + " binary, date, time, timestamp, timestamp[ZONE], uuid, list<TYPE>, vector(DIMENSION),"
          + " bits(DIMENSION)";

  private static final Pattern VECTOR = Pattern.compile("(vector|bits)\\((\\d{1,6})\\)");
  private static final Pattern DECIMAL =
      Pattern.compile("decimal\\((\\d{1,2})\\s*,\\s*(\\d{1,2})\\)");
  private static final Pattern ZONED = Pattern.compile("timestamp\\[([^\\]]+)\\]");
  private static final Pattern LIST = Pattern.compile("list<(.+)>");

  private TypeWords() {}

  /**
   * Returns the type.
   *
   * @throws InvalidRequest when there is none of that name, naming those that there are
   */
  static DataType parse(String words) {
    String text = words.strip();
    Matcher zoned = ZONED.matcher(text);
    if (zoned.matches()) {
      return Types.timestamp(zoned.group(1));
    }
    String name = text.toLowerCase(Locale.ROOT);
    Matcher list = LIST.matcher(name);
    if (list.matches()) {
      return Types.list(parse(list.group(1)));
    }
    Matcher vector = VECTOR.matcher(name);
    if (vector.matches()) {
      int dimension = Integer.parseInt(vector.group(2));
      return vector.group(1).equals("bits") ? Types.bits(dimension) : Types.vector(dimension);
    }
    Matcher decimal = DECIMAL.matcher(name);
    if (decimal.matches()) {
      return Types.decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    return simple(name, words);
  }

  private static DataType simple(String name, String words) {
    return switch (name) {
      case "bool" -> Types.bool();
      case "int8" -> Types.int8();
      case "int16" -> Types.int16();
      case "int32" -> Types.int32();
      case "int64" -> Types.int64();
      case "uint8" -> Types.uint8();
      case "uint16" -> Types.uint16();
      case "uint32" -> Types.uint32();
      case "float16" -> Types.float16();
      case "float32" -> Types.float32();
      case "float64" -> Types.float64();
      case "utf8", "text" -> Types.utf8();
      case "binary" -> Types.binary();
      case "date" -> Types.date();
      case "time" -> Types.time();
      case "timestamp" -> Types.timestamp();
      case "uuid" -> Types.uuid();
      default -> throw new InvalidRequest("there is no type '" + words + "'; types: " + KNOWN);
    };
  }
}
