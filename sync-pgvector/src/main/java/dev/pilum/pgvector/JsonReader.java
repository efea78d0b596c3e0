package dev.pilum.pgvector;

import dev.pilum.storage.error.InvalidRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that PostgreSQL prints of {@code jsonb}: objects as maps, arrays as lists, numbers
 * as {@link BigDecimal}.
 */
final class JsonReader {
  /** Deeper than any schema, which is nested 64 deep at most, and no trouble for a small stack. */
  private static final int MAX_DEPTH = 100;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  static @Nullable Object read(String text) {
    return new JsonReader(text).value();
  }

  private @Nullable Object value() {
    blanks();
    return switch (text.charAt(at)) {
      case '{', '[' -> nested();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Object nested() {
    depth++;
    if (depth > MAX_DEPTH) {
      throw new InvalidRequest(
          "JSON is nested more than " + MAX_DEPTH + " deep at character " + at);
    }
    Object value = text.charAt(at) == '{' ? object() : array();
    depth--;
    return value;
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> values = new HashMap<>();
    at++;
    while (!ends('}')) {
      String key = string();
      blanks();
      at++; // the colon
      values.put(key, value());
    }
    return values;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> values = new ArrayList<>();
    at++;
    while (!ends(']')) {
      values.add(value());
    }
    return values;
  }

  /** Steps over a comma, or the end. */
  private boolean ends(char end) {
    blanks();
    char next = text.charAt(at);
    if (next == ',') {
      at++;
      blanks();
    } else if (next == end) {
      at++;
      return true;
    }
    return false;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escape() : c);
    }
    at++;
    return out.toString();
  }

  private char escape() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> c;
    };
  }

  private @Nullable Object word(String word, @Nullable Object meaning) {
    if (!text.startsWith(word, at)) {
      throw new InvalidRequest("not JSON at character " + at + ": " + text);
    }
    at += word.length();
    return meaning;
  }

  private BigDecimal number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return new BigDecimal(text.substring(start, at));
  }

  private void blanks() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
  }
}
