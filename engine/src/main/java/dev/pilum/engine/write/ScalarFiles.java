package dev.pilum.engine.write;

import dev.pilum.storage.arrow.ArrowFileReader;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.IndexDefinition;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.scalar.BitmapFile;
import dev.pilum.storage.scalar.OrderedFile;
import dev.pilum.storage.scalar.WrittenScalars;
import dev.pilum.storage.scalar.ZoneFile;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.lang.foreign.Arena;
import java.util.List;

/** Writes the zone maps and scalar indexes of segments. One thread at a time. */
final class ScalarFiles {
  private final TableFolder folder;
  private final List<Field> fields;

  ScalarFiles(TableFolder folder, Schema schema) {
    this.folder = folder;
    this.fields = schema.fields().stream().filter(field -> field.type().vectors() == null).toList();
  }

  /**
   * Returns a segment whose columns have been written with its zone maps and these indexes; the
   * names of the files are the caller's to force.
   */
  SegmentMeta complete(SegmentMeta segment, List<IndexDefinition> indexes) {
    FileMeta scalars = segment.find(Kind.SCALARS, 0);
    assert scalars != null : "a segment has scalars";
    String path = folder.pathOf(scalars);
    try (Arena arena = Arena.ofShared()) {
      RecordBatch rows =
          ArrowFileReader.open(folder.files(), path, scalars.lengthBytes(), arena).batch();
      SegmentMeta completed = segment.with(zones(rows));
      for (IndexDefinition index : indexes) {
        completed = completed.with(index(rows, index));
      }
      return completed;
    }
  }

  /** Writes the zone maps of some rows: of all columns but vectors, which no filter compares. */
  FileMeta zones(RecordBatch rows) {
    String path = folder.newPath(Kind.ZONES);
    List<Column> columns = fields.stream().map(field -> rows.column(field.name())).toList();
    RecordBatch zoned = new RecordBatch(fields, rows.rowCount(), columns);
    WrittenScalars written =
        ZoneFile.write(folder.files(), folder.root() + "/" + path, zoned, ZoneFile.BLOCK);
    return new FileMeta(Kind.ZONES, path, 0, written.lengthBytes(), written.crc32c());
  }

  /** Writes an index of some rows. */
  FileMeta index(RecordBatch rows, IndexDefinition index) {
    Kind kind = Kind.of(index.kind());
    Column column = rows.column(nameOf(index.fieldId()));
    String path = folder.newPath(kind);
    String whole = folder.root() + "/" + path;
    WrittenScalars written =
        switch (index.kind()) {
          case ORDERED -> OrderedFile.write(folder.files(), whole, column);
          case BITMAP, LABEL_LIST -> BitmapFile.write(folder.files(), whole, column);
        };
    return new FileMeta(kind, path, index.fieldId(), written.lengthBytes(), written.crc32c());
  }

  private String nameOf(int fieldId) {
    for (Field field : fields) {
      if (field.id() == fieldId) {
        return field.name();
      }
    }
    throw new AssertionError("an index of field " + fieldId + ", which is not there");
  }
}
