package dev.pilum.arrow;

import dev.pilum.storage.column.Column;
import dev.pilum.storage.schema.DataType;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads structs.
 *
 * @param type Pilum's type
 * @param fields reads each field
 */
record StructReader(DataType.Struct type, List<ColumnReader> fields) implements ColumnReader {
  StructReader {
    fields = List.copyOf(fields);
  }

  @Override
  public Column read(BatchCursor batch, Dictionaries known) {
    BatchCursor.Node node = batch.node();
    MemorySegment validity = batch.validity(node);
    List<Column> columns = new ArrayList<>(fields.size());
    for (ColumnReader field : fields) {
      Column column = field.read(batch, known);
      batch.require(
          "struct fields of " + node.length() + " rows",
          column.length(),
          column.length() == node.length());
      columns.add(column);
    }
    return new Column(type, node.length(), validity, null, null, columns);
  }
}
