package dev.pilum.engine.record;

import dev.pilum.Row;
import dev.pilum.storage.error.InvalidRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns records into rows and rows into records, matched by column name. */
public final class RecordRows {
  private RecordRows() {}

  /**
   * Returns records as rows, in their order.
   *
   * @throws InvalidRequest when one is null
   */
  public static List<Row> toRows(List<? extends @Nullable Record> records) {
    List<Row> rows = new ArrayList<>(records.size());
    for (Record instance : records) {
      if (instance == null) {
        throw new InvalidRequest("record " + rows.size() + " is null");
      }
      rows.add(Row.copyOf(RecordShape.of(instance.getClass()).toMap(instance)));
    }
    return rows;
  }

  /**
   * Returns a row as a record; columns that it has no component for are passed over.
   *
   * @throws InvalidRequest when a component has no column, naming the nearest, or cannot take the
   *     column's value
   */
  public static <R extends Record> R fromRow(Row row, Class<R> type) {
    return type.cast(RecordShape.of(type).fromMap(row));
  }
}
