package dev.pilum.formats.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values as JSON: vectors are arrays of numbers, bytes are base64, dates and the like are ISO text.
 */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonText() {}

  /** Returns a value as JSON on one line. */
  public static String of(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean b -> json.writeBoolean(b);
      case Integer i -> json.writeNumber(i);
      case Long l -> json.writeNumber(l);
      case Float f -> json.writeNumber(f);
      case Double d -> json.writeNumber(d);
      case java.math.BigDecimal d -> json.writeNumber(d);
      case java.math.BigInteger i -> json.writeNumber(i);
      case byte[] bytes -> json.writeBinary(bytes);
      case float[] vector -> writeVector(json, vector);
      case Iterable<?> list -> writeList(json, list);
      case Map<?, ?> struct -> writeObject(json, struct);
      default -> json.writeString(value.toString());
    }
  }

  private static void writeVector(JsonGenerator json, float[] vector) throws IOException {
    json.writeStartArray();
    for (float coordinate : vector) {
      json.writeNumber(coordinate);
    }
    json.writeEndArray();
  }

  private static void writeList(JsonGenerator json, Iterable<?> list) throws IOException {
    json.writeStartArray();
    for (Object element : list) {
      write(json, element);
    }
    json.writeEndArray();
  }

  private static void writeObject(JsonGenerator json, Map<?, ?> struct) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> entry : struct.entrySet()) {
      json.writeFieldName(String.valueOf(entry.getKey()));
      write(json, entry.getValue());
    }
    json.writeEndObject();
  }
}
