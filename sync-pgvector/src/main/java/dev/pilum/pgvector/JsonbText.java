package dev.pilum.pgvector;

import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Structs as the very text that PostgreSQL prints of them as {@code jsonb}: keys by length, then by
 * bytes, one blank behind colons and commas. So both sides have the same bytes.
 *
 * <p>Bytes are base64. Numbers that JSON has no word for (NaN, infinities, and minus zero, which
 * jsonb would lose) are texts.
 */
final class JsonbText {
  private static final Comparator<byte[]> KEY_ORDER =
      Comparator.<byte[]>comparingInt(key -> key.length).thenComparing(Arrays::compareUnsigned);

  private final StringBuilder out = new StringBuilder();

  private JsonbText() {}

  /** Returns the text of a struct's values. */
  static String of(DataType.Struct type, Map<?, ?> values) {
    JsonbText text = new JsonbText();
    text.struct(type, values);
    return text.out.toString();
  }

  private void struct(DataType.Struct type, Map<?, ?> values) {
    List<Field> fields =
        type.fields().stream()
            .sorted(
                Comparator.comparing(
                    field -> field.name().getBytes(StandardCharsets.UTF_8), KEY_ORDER))
            .toList();
    String before = "{";
    for (Field field : fields) {
      out.append(before);
      quoted(field.name());
      out.append(": ");
      value(field.type(), values.get(field.name()));
      before = ", ";
    }
    out.append('}');
  }

  private void value(DataType type, @Nullable Object value) {
    if (value == null) {
      out.append("null");
      return;
    }
    switch (type) {
      case DataType.Bool b -> out.append(value);
      case DataType.Int i -> out.append(value);
      case DataType.FloatingPoint f -> real(((Number) value).doubleValue(), value.toString());
      case DataType.Decimal d -> out.append(((BigDecimal) value).toPlainString());
      case DataType.Utf8 u -> quoted((String) value);
      case DataType.Binary b -> quoted(Base64.getEncoder().encodeToString((byte[]) value));
      case DataType.Date d -> quoted(value.toString());
      case DataType.Time t -> quoted(value.toString());
      case DataType.Timestamp t -> quoted(value.toString());
      case DataType.Uuid u -> quoted(value.toString());
      case DataType.ListOf l -> list(l, (List<?>) value);
      case DataType.Struct s -> struct(s, (Map<?, ?>) value);
      case DataType.Vector v -> vector(value);
    }
  }

  private void real(double value, String shortest) {
    boolean minusZero = value == 0 && Double.doubleToRawLongBits(value) != 0;
    if (minusZero || !Double.isFinite(value)) {
      quoted(shortest);
    } else {
      out.append(new BigDecimal(shortest).toPlainString());
    }
  }

  private void list(DataType.ListOf type, List<?> values) {
    String before = "[";
    for (Object value : values) {
      out.append(before);
      value(type.element(), value);
      before = ", ";
    }
    out.append(values.isEmpty() ? "[]" : "]");
  }

  private void vector(Object value) {
    if (value instanceof byte[] bytes) {
      quoted(Base64.getEncoder().encodeToString(bytes));
      return;
    }
    String before = "[";
    for (float coordinate : (float[]) value) {
      out.append(before);
      real(coordinate, Float.toString(coordinate));
      before = ", ";
    }
    out.append(']');
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      escaped(text.charAt(i));
    }
    out.append('"');
  }

  private void escaped(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ') {
          out.append("\\u%04x".formatted((int) c));
        } else {
          out.append(c);
        }
      }
    }
  }
}
