package dev.pilum.cli.output;

import dev.pilum.formats.text.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words for single values. */
final class ValueText {
  /** Coordinates of a vector that are shown when it is cut. */
  private static final int SHOWN_COORDINATES = 4;

  private ValueText() {}

  /**
   * Returns all of a value: null as the empty text, scalars as they print, anything with parts as
   * JSON.
   */
  static String whole(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case byte[] bytes -> JsonText.of(bytes);
      case float[] vector -> JsonText.of(vector);
      case Iterable<?> list -> JsonText.of(list);
      case Map<?, ?> struct -> JsonText.of(struct);
      default -> value.toString();
    };
  }

  /** Returns a value on one line of at most {@code width} characters. */
  static String cut(@Nullable Object value, int width) {
    String text = value instanceof float[] vector ? beginning(vector) : whole(value);
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= width ? line : line.substring(0, width - 1) + "…";
  }

  private static String beginning(float[] vector) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < Math.min(SHOWN_COORDINATES, vector.length); i++) {
      text.append(i == 0 ? "" : ", ").append("%.4f".formatted(vector[i]));
    }
    return text + (vector.length > SHOWN_COORDINATES ? ", … " + vector.length + " in all]" : "]");
  }
}
