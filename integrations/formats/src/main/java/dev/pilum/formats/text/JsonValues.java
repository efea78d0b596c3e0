package dev.pilum.formats.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Java values: objects as maps, arrays as lists; numbers as {@link Long} where they are
 * whole and fit, {@link java.math.BigInteger} where they are whole and do not, {@link Double}
 * otherwise, or {@link java.math.BigDecimal} where a double has not digits enough.
 */
public final class JsonValues {
  /** A text may be as long as a line. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Lines.MAX_LINE_BYTES).build())
          .build();

  /** Characters of a number of which a double keeps every digit. */
  private static final int DOUBLE_CHARACTERS = 15;

  private JsonValues() {}

  /** Returns the value that {@code text} is, or {@code null} when it is null or no JSON. */
  static @Nullable Object parse(String text) {
    try {
      return parseStrictly(text);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Returns the value that {@code text} is.
   *
   * @throws JsonProcessingException when it is no JSON, or more than one value
   */
  public static @Nullable Object parseStrictly(String text) throws IOException {
    try (JsonParser json = FACTORY.createParser(text)) {
      json.nextToken();
      Object value = value(json);
      if (json.nextToken() != null) {
        throw new com.fasterxml.jackson.core.JsonParseException(
            json, "there is more behind the value");
      }
      return value;
    }
  }

  /** Returns a sentence about what is wrong with a text that is no JSON. */
  static String shortly(JsonProcessingException e) {
    String what = e.getOriginalMessage().lines().findFirst().orElse("malformed");
    return e.getLocation() == null ? what : what + " at column " + e.getLocation().getColumnNr();
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      throw new com.fasterxml.jackson.core.JsonParseException(json, "there is no value");
    }
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_FLOAT -> fraction(json);
      case VALUE_NUMBER_INT -> whole(json);
      case START_ARRAY -> array(json);
      case START_OBJECT -> object(json);
      default ->
          throw new com.fasterxml.jackson.core.JsonParseException(json, "unexpected " + token);
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      values.put(name, value(json));
    }
    return values;
  }

  private static List<@Nullable Object> array(JsonParser json) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(json));
    }
    return values;
  }

  private static Object whole(JsonParser json) throws IOException {
    return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? json.getBigIntegerValue()
        : json.getLongValue();
  }

  private static Object fraction(JsonParser json) throws IOException {
    double number = json.getDoubleValue();
    boolean exact = json.getTextLength() <= DOUBLE_CHARACTERS || Double.isInfinite(number);
    if (exact || Double.toString(number).equals(json.getText())) {
      return number;
    }
    java.math.BigDecimal digits = decimal(json);
    return digits.compareTo(new java.math.BigDecimal(Double.toString(number))) == 0
        ? (Object) number
        : digits;
  }

  private static java.math.BigDecimal decimal(JsonParser json) throws IOException {
    try {
      return json.getDecimalValue();
    } catch (NumberFormatException e) {
      throw new com.fasterxml.jackson.core.JsonParseException(
          json, "a number whose exponent has too many digits", e);
    }
  }
}
