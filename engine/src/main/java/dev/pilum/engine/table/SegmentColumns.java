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
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The mapped columns of a segment, found by field id: their names may have changed since their
 * files were written.
 *
 * @param rows the table's columns
 * @param rowIds the row ids
 * @param versions the birth versions
 * @param all the columns by field id, also those that only older versions have
 */
public record SegmentColumns(
    RecordBatch rows, Column rowIds, Column versions, Map<Integer, Column> all) {
  /**
   * Maps the column files that {@code meta} names.
   *
   * @throws Corruption when one of them is not what it should be
   */
  public static SegmentColumns open(
      FileStore files, String root, Schema schema, SegmentMeta meta, Arena arena) {
    Map<Integer, Column> columns = new HashMap<>();
    for (FileMeta file : meta.files()) {
      if (file.kind() == Kind.SCALARS || file.kind() == Kind.VECTOR) {
        String path = root + "/" + file.path();
        ArrowFile arrow = ArrowFileReader.open(files, path, file.lengthBytes(), arena);
        List<Field> fields = arrow.batch().fields();
        for (int i = 0; i < fields.size(); i++) {
          Column column = arrow.batch().column(i);
          check(path, meta, column);
          columns.put(idOf(fields.get(i)), column);
        }
      }
    }
    List<Column> inOrder = new ArrayList<>(schema.fields().size());
    for (Field field : schema.fields()) {
      inOrder.add(present(root, columns, field));
    }
    Column rowIds = present(root, columns, OwnColumns.ROW_ID);
    checkRowIds(root, meta, rowIds);
    return new SegmentColumns(
        new RecordBatch(schema.fields(), meta.rowCount(), inOrder),
        rowIds,
        present(root, columns, OwnColumns.VERSION),
        Map.copyOf(columns));
  }

  /** Returns the columns of an older schema, or {@code null} when one of them is not here. */
  @Nullable RecordBatch under(Schema older) {
    List<Column> inOrder = new ArrayList<>(older.fields().size());
    for (Field field : older.fields()) {
      Column column = all.get(field.id());
      if (column == null) {
        return null;
      }
      inOrder.add(column);
    }
    return new RecordBatch(older.fields(), rows.rowCount(), inOrder);
  }

  /** Own columns go by their names, which no other column can have. */
  private static int idOf(Field field) {
    for (Field own : List.of(OwnColumns.ROW_ID, OwnColumns.VERSION)) {
      if (field.name().equals(own.name())) {
        return own.id();
      }
    }
    return field.id();
  }

  private static void check(String path, SegmentMeta meta, Column column) {
    if (column.length() != meta.rowCount()) {
      throw new Corruption(path, -1, meta.rowCount() + " rows", column.length() + " rows");
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

  private static Column present(String root, Map<Integer, Column> columns, Field field) {
    Column column = columns.get(field.id());
    if (column == null) {
      throw new Corruption(
          root,
          -1,
          "a column '%s' with field id %d".formatted(field.name(), field.id()),
          "field ids " + new TreeSet<>(columns.keySet()));
    }
    if (!DataType.same(field.type(), column.type())) {
      throw new Corruption(root, -1, field.describe(), column.type().describe());
    }
    return column;
  }
}
