package dev.pilum.engine.table;

import dev.pilum.storage.arrow.ArrowFile;
import dev.pilum.storage.arrow.ArrowFileReader;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mapped columns of a segment.
 *
 * @param rows the table's columns
 * @param rowIds the row ids
 * @param versions the birth versions
 */
record SegmentColumns(RecordBatch rows, Column rowIds, Column versions) {
  /**
   * Maps the column files that {@code meta} names.
   *
   * @throws Corruption when one of them is not what it should be
   */
  static SegmentColumns open(
      FileStore files, String root, Schema schema, SegmentMeta meta, Arena arena) {
    Map<String, Column> columns = new HashMap<>();
    for (FileMeta file : meta.files()) {
      if (file.kind() == Kind.SCALARS || file.kind() == Kind.VECTOR) {
        String path = root + "/" + file.path();
        ArrowFile arrow = ArrowFileReader.open(files, path, file.lengthBytes(), arena);
        List<Field> fields = arrow.batch().fields();
        for (int i = 0; i < fields.size(); i++) {
          Column column = arrow.batch().column(i);
          check(path, schema, meta, fields.get(i), column);
          columns.put(fields.get(i).name(), column);
        }
      }
    }
    List<Column> inOrder = new ArrayList<>(schema.fields().size());
    for (Field field : schema.fields()) {
      inOrder.add(present(root, columns, field.name()));
    }
    Column rowIds = present(root, columns, OwnColumns.ROW_ID.name());
    checkRowIds(root, meta, rowIds);
    return new SegmentColumns(
        new RecordBatch(schema.fields(), meta.rowCount(), inOrder),
        rowIds,
        present(root, columns, OwnColumns.VERSION.name()));
  }

  private static void check(
      String path, Schema schema, SegmentMeta meta, Field field, Column column) {
    if (column.length() != meta.rowCount()) {
      throw new Corruption(path, -1, meta.rowCount() + " rows", column.length() + " rows");
    }
    if (schema.has(field.name())
        && !DataType.same(schema.field(field.name()).type(), field.type())) {
      throw new Corruption(path, -1, schema.field(field.name()).describe(), field.describe());
    }
  }

  /** The cheapest way to notice that the file is another segment's. */
  private static void checkRowIds(String root, SegmentMeta meta, Column rowIds) {
    long first = rowIds.longAt(0);
    long last = rowIds.longAt(rowIds.length() - 1);
    if (first != meta.firstRowId() || last != meta.lastRowId()) {
      FileMeta file = meta.find(Kind.SCALARS, 0);
      throw new Corruption(
          file == null ? root : root + "/" + file.path(),
          -1,
          "row ids from " + meta.firstRowId() + " to " + meta.lastRowId(),
          first + " to " + last);
    }
  }

  private static Column present(String root, Map<String, Column> columns, String name) {
    Column column = columns.get(name);
    if (column == null) {
      throw new Corruption(
          root, -1, "a column '" + name + "'", "columns " + new ArrayList<>(columns.keySet()));
    }
    return column;
  }
}
