package dev.pilum.pgvector;

import dev.pilum.Batch;
import dev.pilum.BatchBuilder;
import dev.pilum.BatchColumn;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.DataType.Vector.Element;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Metric;
import dev.pilum.storage.schema.Schema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Callers' rows as a batch that is checked as a table's own writes are. */
final class RowsToWrite {
  private RowsToWrite() {}

  /** Returns the rows as columns; a column that a row does not mention is null there. */
  static Batch batch(Schema schema, List<? extends Map<String, ?>> rows) {
    for (Map<String, ?> row : rows) {
      for (String column : row.keySet()) {
        if (!schema.has(column)) {
          throw schema.unknownColumn(column);
        }
      }
    }
    BatchBuilder builder = new BatchBuilder(schema);
    for (Field field : schema.fields()) {
      List<@Nullable Object> values = new ArrayList<>(rows.size());
      for (Map<String, ?> row : rows) {
        values.add(row.containsKey(field.name()) ? row.get(field.name()) : null);
      }
      builder.values(field.name(), values);
    }
    Batch batch = builder.build();
    schema.fields().forEach(field -> checkVectors(field, batch));
    return batch;
  }

  /** Returns the rows without those that a later one of the same key replaces. */
  static List<Map<String, ?>> lastOfEachKey(Field key, List<? extends Map<String, ?>> rows) {
    Map<Object, Map<String, ?>> last = new LinkedHashMap<>();
    for (Map<String, ?> row : rows) {
      Object id = row.get(key.name());
      if (id == null) {
        throw new InvalidRequest("id must not be empty");
      }
      Object cell = ConstantSql.cell(key, id);
      Object comparable = cell instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : cell;
      last.remove(comparable);
      last.put(comparable, row);
    }
    return List.copyOf(last.values());
  }

  /**
   * A table refuses infinite coordinates; pgvector's indexes by cosine miss vectors of zeros.
   * Checked of what is stored: numbers too small for half floats are zeros there.
   */
  private static void checkVectors(Field field, Batch batch) {
    if (!(field.type() instanceof DataType.Vector type) || type.element() == Element.BIT) {
      return;
    }
    BatchColumn column = batch.column(field.name());
    float[] coordinates = new float[type.dimension()];
    for (int row = 0; row < batch.rowCount(); row++) {
      if (!column.isNull(row)) {
        column.vectorAt(row, coordinates);
        checkVector(field, coordinates);
      }
    }
  }

  private static void checkVector(Field field, float[] coordinates) {
    boolean zero = true;
    for (float coordinate : coordinates) {
      if (!Float.isFinite(coordinate)) {
        throw new InvalidRequest(
            "column '%s' must have finite coordinates, got %s".formatted(field.name(), coordinate));
      }
      zero &= coordinate == 0;
    }
    if (zero && field.metric() == Metric.COSINE) {
      throw new InvalidRequest(
          "column '%s': a vector of zeros has no direction, and pgvector's indexes by cosine miss it; store null"
              .formatted(field.name()));
    }
  }
}
