package dev.pilum.engine.embed;

import dev.pilum.engine.row.Coordinates;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import org.jspecify.annotations.Nullable;

/** What is wrong with a vector, as a reader of an error wants it said. */
final class VectorFlaw {
  private VectorFlaw() {}

  /**
   * Returns what is wrong with a value given for a column of vectors, or {@code null} when nothing
   * is, or it is no vector at all.
   */
  static @Nullable String of(Field field, Object value) {
    float[] coordinates = Coordinates.of(value);
    if (coordinates == null || element(field) == Element.BIT) {
      return null;
    }
    int dimension = ((DataType.Vector) field.type()).dimension();
    return coordinates.length == dimension
        ? of(field, coordinates)
        : "has dimension " + dimension + ", got " + coordinates.length;
  }

  /** As the longer form, of a vector with the column's dimension. */
  static @Nullable String of(Field field, float[] coordinates) {
    int wrong = firstNotHeld(element(field), coordinates);
    if (wrong >= 0) {
      return "has %s at coordinate %d, which must be finite,".formatted(coordinates[wrong], wrong);
    }
    return field.metric() == Metric.COSINE && isZero(coordinates)
        ? "has a vector of zeros, which has no direction,"
        : null;
  }

  /** Returns the first coordinate that is not finite, or is not once it is stored; or -1. */
  static int firstNotHeld(Element element, float[] coordinates) {
    for (int i = 0; i < coordinates.length; i++) {
      boolean held = Float.isFinite(coordinates[i]);
      if (held && element == Element.FLOAT16) {
        held = Float.isFinite(Float.float16ToFloat(Float.floatToFloat16(coordinates[i])));
      }
      if (!held) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isZero(float[] coordinates) {
    for (float coordinate : coordinates) {
      if (coordinate != 0) {
        return false;
      }
    }
    return true;
  }

  private static Element element(Field field) {
    return ((DataType.Vector) field.type()).element();
  }
}
