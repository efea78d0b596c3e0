package dev.pilum.engine.row;

import dev.pilum.storage.column.ColumnBuilder;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes lists and structs. */
final class NestedCells {
  private NestedCells() {}

  static void writeList(CellWriter cell, DataType.ListOf type, Object value, ColumnBuilder out) {
    List<?> elements = elements(value);
    if (elements == null) {
      throw cell.misfit(value);
    }
    for (Object element : elements) {
      if (element == null && type.element() instanceof DataType.Vector) {
        throw cell.complaint("must have no null among its vectors, but has one");
      }
      writeElement(cell, type.element(), element, out.child(0));
    }
    out.endNested();
  }

  static void writeStruct(CellWriter cell, DataType.Struct type, Object value, ColumnBuilder out) {
    if (!(value instanceof Map<?, ?> values)) {
      throw cell.misfit(value);
    }
    checkNames(cell, type, values);
    for (int i = 0; i < type.fields().size(); i++) {
      writeField(cell, type.fields().get(i), values, out.child(i));
    }
    out.endNested();
  }

  private static void writeElement(
      CellWriter cell, DataType type, @Nullable Object element, ColumnBuilder out) {
    if (element == null) {
      out.appendNull();
    } else {
      cell.write(type, element, out);
    }
  }

  private static void writeField(
      CellWriter cell, Field field, Map<?, ?> values, ColumnBuilder out) {
    Object value = values.containsKey(field.name()) ? values.get(field.name()) : null;
    if (value == null && !field.nullable()) {
      throw cell.complaint("has a field '" + field.name() + "' that must not be null, but is");
    }
    writeElement(cell, field.type(), value, out);
  }

  private static void checkNames(CellWriter cell, DataType.Struct type, Map<?, ?> values) {
    List<String> names = type.fields().stream().map(Field::name).toList();
    for (Object name : values.keySet()) {
      if (!names.contains(String.valueOf(name))) {
        throw unknownField(cell, String.valueOf(name), names);
      }
    }
  }

  private static InvalidRequest unknownField(CellWriter cell, String name, List<String> names) {
    return cell.complaint(
        "has no field '"
            + name
            + "' (did you mean '"
            + NearestName.of(name, names)
            + "'?), but is given one");
  }

  private static @Nullable List<?> elements(Object value) {
    return switch (value) {
      case List<?> list -> list;
      case Object[] array -> Arrays.asList(array);
      case int[] array -> Arrays.stream(array).boxed().toList();
      case long[] array -> Arrays.stream(array).boxed().toList();
      case double[] array -> Arrays.stream(array).boxed().toList();
      default -> null;
    };
  }
}
