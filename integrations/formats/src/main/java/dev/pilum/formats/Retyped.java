package dev.pilum.formats;

import dev.pilum.Batch;
import dev.pilum.BatchBuilder;
import dev.pilum.BatchColumn;
import dev.pilum.formats.text.Fitting;
import dev.pilum.formats.text.JsonText;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Batches with the types that a table wants. */
final class Retyped {
  private Retyped() {}

  /**
   * Returns the same rows with the given columns, in the same order.
   *
   * @throws InvalidRequest when a value does not fit
   */
  static Batch of(Batch batch, List<Field> wanted) {
    RecordBatch known = batch.columns();
    if (sameTypes(known.fields(), wanted)) {
      return batch;
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      Field from = known.fields().get(i);
      boolean same = DataType.same(from.type(), wanted.get(i).type());
      columns.add(same ? known.column(i) : converted(batch.column(from.name()), wanted.get(i)));
    }
    return Batch.wrap(new RecordBatch(wanted, known.rowCount(), columns));
  }

  private static boolean sameTypes(List<Field> known, List<Field> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!DataType.same(known.get(i).type(), wanted.get(i).type())) {
        return false;
      }
    }
    return true;
  }

  private static Column converted(BatchColumn column, Field wanted) {
    DataType known = column.field().type();
    List<@Nullable Object> values = new ArrayList<>(column.rowCount());
    for (int row = 0; row < column.rowCount(); row++) {
      try {
        values.add(value(known, wanted.type(), column.valueAt(row)));
      } catch (InvalidRequest e) {
        throw new InvalidRequest("column '%s': %s".formatted(wanted.name(), e.getMessage()), e);
      }
    }
    Field nullable = Field.of(wanted.name(), wanted.type());
    BatchBuilder builder = new BatchBuilder(new Schema(List.of(nullable), null));
    return builder.values(wanted.name(), values).build().columns().column(0);
  }

  private static @Nullable Object value(DataType known, DataType type, @Nullable Object value) {
    if (DataType.same(known, type)) {
      return value;
    }
    return switch (value) {
      case Object any when type instanceof DataType.Utf8 -> text(any);
      case List<?> list
          when known instanceof DataType.ListOf(DataType from)
              && type instanceof DataType.ListOf(DataType to) ->
          elements(from, to, list);
      case Map<?, ?> parts
          when known instanceof DataType.Struct from && type instanceof DataType.Struct to ->
          struct(from, to, parts);
      case Integer number -> Fitting.fit(type, number.longValue());
      case float[] vector when type instanceof DataType.Vector -> vector;
      case float[] vector -> Fitting.fit(type, listOf(vector));
      case LocalDateTime time when type instanceof DataType.Timestamp t && t.zone() != null ->
          time.toInstant(ZoneOffset.UTC);
      case Instant time when type instanceof DataType.Timestamp t && t.zone() == null ->
          LocalDateTime.ofInstant(time, ZoneOffset.UTC);
      case Instant time when type instanceof DataType.Timestamp -> time;
      case byte[] bytes when type instanceof DataType.Binary -> bytes;
      case null -> null;
      default -> Fitting.fit(type, value);
    };
  }

  /** Returns a value as text files have it, without the quotes of JSON around scalars. */
  private static String text(Object value) {
    return switch (value) {
      case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
      case float[] vector -> JsonText.of(vector);
      case List<?> list -> JsonText.of(list);
      case Map<?, ?> parts -> JsonText.of(parts);
      default -> value.toString();
    };
  }

  private static List<@Nullable Object> elements(DataType known, DataType type, List<?> list) {
    List<@Nullable Object> values = new ArrayList<>(list.size());
    for (Object value : list) {
      values.add(value(known, type, value));
    }
    return values;
  }

  private static Map<String, @Nullable Object> struct(
      DataType.Struct known, DataType.Struct type, Map<?, ?> parts) {
    Map<String, DataType> wanted = new HashMap<>();
    type.fields().forEach(field -> wanted.put(field.name(), field.type()));
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Field field : known.fields()) {
      Object part = parts.get(field.name());
      // One that is not wanted and has a value stays, so that the column refuses it by name.
      if (part != null || wanted.containsKey(field.name())) {
        DataType to = wanted.getOrDefault(field.name(), field.type());
        values.put(field.name(), value(field.type(), to, part));
      }
    }
    return values;
  }

  private static List<Float> listOf(float[] vector) {
    List<Float> list = new ArrayList<>(vector.length);
    for (float coordinate : vector) {
      list.add(coordinate);
    }
    return list;
  }
}
