package dev.pilum.arrow;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an Arrow schema's columns become Pilum's.
 *
 * @param fields Pilum's columns
 * @param readers what reads each of them
 * @param dictionaries what reads each dictionary's values, by its number
 * @param metadata words about the whole
 */
record Translation(
    List<Field> fields,
    List<ColumnReader> readers,
    Map<Long, ColumnReader> dictionaries,
    Map<String, String> metadata) {
  Translation {
    fields = List.copyOf(fields);
    readers = List.copyOf(readers);
    dictionaries = Map.copyOf(dictionaries);
    metadata = Map.copyOf(metadata);
  }

  @Nullable ColumnReader dictionary(long id) {
    return dictionaries.get(id);
  }

  RecordBatch read(BatchCursor batch, Dictionaries known) {
    List<Column> columns = new ArrayList<>(readers.size());
    for (ColumnReader reader : readers) {
      columns.add(reader.read(batch, known));
    }
    batch.finish();
    for (Column column : columns) {
      batch.require(
          "columns of " + batch.rowCount() + " rows",
          column.length(),
          column.length() == batch.rowCount());
    }
    return new RecordBatch(fields, batch.rowCount(), columns);
  }
}
