package dev.pilum.engine.db;

import dev.pilum.Fill;
import dev.pilum.Row;
import dev.pilum.engine.filter.RowValues;
import dev.pilum.engine.row.RowReader;
import dev.pilum.engine.row.RowWriter;
import dev.pilum.engine.write.SchemaChange.NewColumn;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the values of columns that are added. */
final class Fills {
  private Fills() {}

  /**
   * Returns a column to be computed.
   *
   * @param before the columns that the rows have
   * @throws InvalidRequest when {@code fill} fits neither these nor the field
   */
  static NewColumn of(Field field, Fill fill, Schema before) {
    return switch (fill) {
      case Fill.Constant(Object value) -> constant(field, value);
      case Fill.Computed(var value) -> {
        RowValues values = RowValues.of(List.of(value), before);
        yield new NewColumn(
            field, values.columns(), rows -> converted(field, values.of(rows).getFirst()));
      }
      case Fill.Batches batches -> {
        Set<String> all = new HashSet<>(before.names());
        yield new NewColumn(field, all, rows -> called(field, batches, rows));
      }
    };
  }

  private static NewColumn constant(Field field, @Nullable Object value) {
    if (value == null && !field.nullable()) {
      throw new InvalidRequest(
          "column '%s' must not be null, and the rows there are need a value; give one, or let it be null"
              .formatted(field.name()));
    }
    RowWriter.column(field, Collections.singletonList(value)); // refused here where it does not fit
    return new NewColumn(
        field,
        Set.of(),
        rows -> RowWriter.column(field, Collections.nCopies(rows.rowCount(), value)));
  }

  private static Column converted(Field field, Column values) {
    List<@Nullable Object> boxed = new ArrayList<>(values.length());
    for (int row = 0; row < values.length(); row++) {
      boxed.add(RowReader.value(values, row));
    }
    return RowWriter.column(field, boxed);
  }

  private static Column called(Field field, Fill.Batches batches, RecordBatch rows) {
    List<Row> asked = new ArrayList<>(rows.rowCount());
    for (int row = 0; row < rows.rowCount(); row++) {
      asked.add(RowReader.row(rows, row));
    }
    List<? extends @Nullable Object> values =
        asked.isEmpty() ? List.of() : batches.values().apply(asked);
    if (values.size() != asked.size()) {
      throw new InvalidRequest(
          "the function for column '%s' got %d rows and returned %d values"
              .formatted(field.name(), asked.size(), values.size()));
    }
    return RowWriter.column(field, values);
  }
}
