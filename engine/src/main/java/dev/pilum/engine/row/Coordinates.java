package dev.pilum.engine.row;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What users give as a vector, as float32. */
public final class Coordinates {
  private Coordinates() {}

  /** Returns the coordinates, or {@code null} of what is no vector; a {@code float[]} itself. */
  public static float @Nullable [] of(Object value) {
    return switch (value) {
      case float[] given -> given;
      case double[] given -> narrowed(given);
      case byte[] given -> widened(given);
      case List<?> given -> numbers(given);
      default -> null;
    };
  }

  private static float[] narrowed(double[] given) {
    float[] coordinates = new float[given.length];
    for (int i = 0; i < given.length; i++) {
      coordinates[i] = (float) given[i];
    }
    return coordinates;
  }

  private static float[] widened(byte[] given) {
    float[] coordinates = new float[given.length];
    for (int i = 0; i < given.length; i++) {
      coordinates[i] = given[i];
    }
    return coordinates;
  }

  private static float @Nullable [] numbers(List<?> given) {
    float[] coordinates = new float[given.size()];
    int i = 0;
    for (Object element : given) {
      Double number = element == null ? null : Numbers.real(element);
      if (number == null) {
        return null;
      }
      coordinates[i++] = number.floatValue();
    }
    return coordinates;
  }
}
