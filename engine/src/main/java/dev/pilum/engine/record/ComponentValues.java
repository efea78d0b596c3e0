package dev.pilum.engine.record;

import dev.pilum.engine.row.BitCells;
import dev.pilum.engine.row.Numbers;
import dev.pilum.storage.error.InvalidRequest;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the values of rows into those of record components, and back. */
final class ComponentValues {
  private ComponentValues() {}

  /**
   * Returns a component's value as a row has it: nested records as maps, everything else as it is.
   */
  static @Nullable Object toRow(@Nullable Object value) {
    return value instanceof Record nested ? RecordShape.of(nested.getClass()).toMap(nested) : value;
  }

  /** Returns a row's value as the component's class wants it; {@code name} is for complaints. */
  static @Nullable Object fromRow(
      String name, Class<?> type, Type generic, @Nullable Object value) {
    if (value == null) {
      return absent(name, type);
    }
    Object converted =
        type == List.class && value instanceof List<?> list
            ? elements(name, generic, list)
            : one(type, value);
    if (converted == null) {
      throw new InvalidRequest(
          "component '%s' of type %s cannot take the %s in its column"
              .formatted(name, type.getSimpleName(), value.getClass().getSimpleName()));
    }
    return converted;
  }

  private static @Nullable Object absent(String name, Class<?> type) {
    if (type.isPrimitive()) {
      throw new InvalidRequest(
          "component '%s' of type %s cannot take null; declare it as %s"
              .formatted(name, type, ComponentTypes.boxed(type).getSimpleName()));
    }
    return null;
  }

  private static List<@Nullable Object> elements(String name, Type generic, List<?> list) {
    Class<?> type = ComponentTypes.elementClass(generic);
    List<@Nullable Object> elements = new ArrayList<>(list.size());
    for (Object element : list) {
      elements.add(fromRow(name, type, type, element));
    }
    return Collections.unmodifiableList(elements);
  }

  private static @Nullable Object one(Class<?> component, Object value) {
    Class<?> type = ComponentTypes.boxed(component);
    if (type.isInstance(value)) {
      return value;
    }
    if (type == float[][].class && value instanceof List<?> vectors) {
      return vectors.toArray(new float[0][]);
    }
    if (value instanceof byte[] packed) {
      return BitCells.as(type, packed);
    }
    if (type.isRecord() && value instanceof Map<?, ?> parts) {
      return RecordShape.of(type.asSubclass(Record.class)).fromMap(parts);
    }
    return number(type, value);
  }

  /**
   * Returns {@code value} as a number of another class when it is that number exactly, else {@code
   * null}.
   */
  private static @Nullable Object number(Class<?> type, Object value) {
    if (type == Double.class) {
      return value instanceof Float single ? (Object) Double.valueOf(single) : null;
    }
    Long whole = Numbers.whole(value);
    return whole == null || value instanceof Double || value instanceof Float
        ? null
        : narrowed(type, whole);
  }

  private static @Nullable Object narrowed(Class<?> type, long value) {
    if (type == Long.class) {
      return value;
    }
    if (type == Integer.class && value == (int) value) {
      return (int) value;
    }
    if (type == Short.class && value == (short) value) {
      return (short) value;
    }
    return type == Byte.class && value == (byte) value ? (Object) (byte) value : null;
  }
}
