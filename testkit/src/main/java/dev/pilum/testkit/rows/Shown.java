package dev.pilum.testkit.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as text that is equal where they are, arrays inside lists too. */
public final class Shown {
  private Shown() {}

  /** Returns a value, a row or a list of rows with every digit and with the types of scalars. */
  public static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case byte[] bytes -> Arrays.toString(bytes);
      case float[] vector -> Arrays.toString(vector);
      case List<?> list -> list.stream().map(Shown::of).toList().toString();
      case Map<?, ?> map -> {
        List<String> parts = new ArrayList<>();
        map.forEach((name, part) -> parts.add(name + "=" + of(part)));
        yield parts.toString();
      }
      default -> value.getClass().getSimpleName() + " " + value;
    };
  }
}
