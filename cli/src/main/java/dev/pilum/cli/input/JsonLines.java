package dev.pilum.cli.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.pilum.storage.error.InvalidRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file with one JSON object per line; empty lines are passed over. Numbers become {@link Long}
 * where they are whole and fit, {@link java.math.BigInteger} where they are whole and do not,
 * {@link Double} otherwise.
 */
public final class JsonLines implements RowSource {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final TextFile file;

  private JsonLines(TextFile file) {
    this.file = file;
  }

  /** Opens a file for reading from its start. */
  public static JsonLines open(Path path) {
    return new JsonLines(TextFile.open(path));
  }

  @Override
  public @Nullable Map<String, @Nullable Object> next() {
    String line = file.nextLine();
    while (line != null && line.isBlank()) {
      line = file.nextLine();
    }
    return line == null ? null : parse(line);
  }

  @Override
  public String place() {
    return file.place(file.line());
  }

  @Override
  public long bytesRead() {
    return file.charsRead();
  }

  @Override
  public void close() {
    file.close();
  }

  private Map<String, @Nullable Object> parse(String line) {
    try (JsonParser json = FACTORY.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidRequest(
            place() + ": each line must be a JSON object, such as {\"id\": 1}");
      }
      Map<String, @Nullable Object> row = object(json);
      if (json.nextToken() != null) {
        throw new InvalidRequest(
            place() + ": there is more behind the object; write one object per line");
      }
      return row;
    } catch (JsonProcessingException e) {
      throw new InvalidRequest(
          "%s: not JSON (%s); mend or remove the line".formatted(place(), shortly(e)), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shortly(JsonProcessingException e) {
    String what = e.getOriginalMessage().lines().findFirst().orElse("malformed");
    return e.getLocation() == null ? what : what + " at column " + e.getLocation().getColumnNr();
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

  private static @Nullable Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_NUMBER_INT -> whole(json);
      case START_ARRAY -> array(json);
      case START_OBJECT -> object(json);
      default -> throw new IOException("unexpected " + json.currentToken());
    };
  }

  private static Object whole(JsonParser json) throws IOException {
    return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? json.getBigIntegerValue()
        : json.getLongValue();
  }
}
