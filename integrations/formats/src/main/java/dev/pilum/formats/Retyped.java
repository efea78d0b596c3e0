package dev.pilum.formats;

import dev.pilum.Batch;
import dev.pilum.BatchBuilder;
import dev.pilum.BatchColumn;
import dev.pilum.formats.text.Fitting;
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
import java.util.List;
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
    List<@Nullable Object> values = new ArrayList<>(column.rowCount());
    for (int row = 0; row < column.rowCount(); row++) {
      try {
        values.add(value(wanted.type(), column.valueAt(row)));
      } catch (InvalidRequest e) {
        throw new InvalidRequest("column '%s': %s".formatted(wanted.name(), e.getMessage()), e);
      }
    }
    Field nullable = Field.of(wanted.name(), wanted.type());
    BatchBuilder builder = new BatchBuilder(new Schema(List.of(nullable), null));
    return builder.values(wanted.name(), values).build().columns().column(0);
  }

  private static @Nullable Object value(DataType type, @Nullable Object value) {
    return switch (value) {
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

  private static List<Float> listOf(float[] vector) {
    List<Float> list = new ArrayList<>(vector.length);
    for (float coordinate : vector) {
      list.add(coordinate);
    }
    return list;
  }
}
