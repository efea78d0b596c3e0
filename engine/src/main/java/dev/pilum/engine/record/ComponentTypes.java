package dev.pilum.engine.record;

import dev.pilum.DecimalField;
import dev.pilum.VectorField;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Types;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says which column type a record component's Java type becomes. */
final class ComponentTypes {
  private static final Map<Class<?>, DataType> PLAIN =
      Map.ofEntries(
          Map.entry(Boolean.class, Types.bool()),
          Map.entry(Byte.class, Types.int8()),
          Map.entry(Short.class, Types.int16()),
          Map.entry(Integer.class, Types.int32()),
          Map.entry(Long.class, Types.int64()),
          Map.entry(Float.class, Types.float32()),
          Map.entry(Double.class, Types.float64()),
          Map.entry(String.class, Types.utf8()),
          Map.entry(byte[].class, Types.binary()),
          Map.entry(LocalDate.class, Types.date()),
          Map.entry(LocalTime.class, Types.time()),
          Map.entry(LocalDateTime.class, Types.timestamp()),
          Map.entry(Instant.class, Types.timestamp("UTC")),
          Map.entry(UUID.class, Types.uuid()));

  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          boolean.class, Boolean.class,
          byte.class, Byte.class,
          short.class, Short.class,
          int.class, Integer.class,
          long.class, Long.class,
          float.class, Float.class,
          double.class, Double.class);

  private ComponentTypes() {}

  /** Returns the column type of a component. */
  static DataType of(RecordComponent component) {
    VectorField vector = component.getAnnotation(VectorField.class);
    DataType type = vector == null ? scalarOrNested(component) : vector(component, vector);
    if (type == null) {
      throw new InvalidRequest(
          "record %s: component '%s' of type %s has no column type%s"
              .formatted(
                  component.getDeclaringRecord().getSimpleName(),
                  component.getName(),
                  component.getGenericType().getTypeName(),
                  advice(component.getType())));
    }
    return type;
  }

  /** Returns the box of a primitive class, any other class itself. */
  static Class<?> boxed(Class<?> type) {
    return BOXES.getOrDefault(type, type);
  }

  /** Returns the class of a list component's elements. */
  static Class<?> elementClass(Type listType) {
    boolean known =
        listType instanceof ParameterizedType list
            && list.getActualTypeArguments()[0] instanceof Class<?>;
    return known
        ? (Class<?>) ((ParameterizedType) listType).getActualTypeArguments()[0]
        : Object.class;
  }

  private static @Nullable DataType scalarOrNested(RecordComponent component) {
    Class<?> type = boxed(component.getType());
    if (type == List.class) {
      DataType element = scalar(elementClass(component.getGenericType()), component);
      return element == null ? null : Types.list(element);
    }
    if (type == component.getDeclaringRecord()) {
      return null; // A struct within itself has no end.
    }
    return type.isRecord()
        ? RecordShape.of(type.asSubclass(Record.class)).struct()
        : scalar(type, component);
  }

  private static @Nullable DataType scalar(Class<?> type, AnnotatedElement component) {
    DecimalField digits = component.getAnnotation(DecimalField.class);
    if (type == BigDecimal.class) {
      return digits == null ? null : Types.decimal(digits.precision(), digits.scale());
    }
    return PLAIN.get(type);
  }

  private static @Nullable DataType vector(RecordComponent component, VectorField vector) {
    if (component.getType() == boolean[].class || component.getType() == BitSet.class) {
      return Types.bits(vector.dimension());
    }
    if (component.getType() == byte[].class) {
      Element element = vector.element() == Element.BIT ? Element.BIT : Element.INT8;
      return Types.vector(element, vector.dimension());
    }
    DataType several = several(component, vector);
    if (several != null) {
      return several;
    }
    boolean floats =
        component.getType() == float[].class
            && (vector.element() == Element.FLOAT32 || vector.element() == Element.FLOAT16);
    return floats ? Types.vector(vector.element(), vector.dimension()) : null;
  }

  private static @Nullable DataType several(RecordComponent component, VectorField vector) {
    Class<?> type = component.getType();
    boolean floats =
        type == float[][].class
            || (type == List.class && elementClass(component.getGenericType()) == float[].class);
    return floats && (vector.element() == Element.FLOAT32 || vector.element() == Element.FLOAT16)
        ? Types.list(Types.vector(vector.element(), vector.dimension()))
        : null;
  }

  private static String advice(Class<?> type) {
    if (type == float[].class) {
      return "; add @VectorField(dimension = ...)";
    }
    return type == BigDecimal.class || type == List.class
        ? "; decimals need @DecimalField(precision = ..., scale = ...)"
        : "";
  }
}
