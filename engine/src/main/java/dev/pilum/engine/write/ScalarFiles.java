package dev.pilum.engine.write;

import dev.pilum.storage.arrow.ArrowFileReader;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.scalar.WrittenScalars;
import dev.pilum.storage.scalar.ZoneFile;
import dev.pilum.storage.schema.Field;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/** Writes the zone maps and scalar indexes of segments. One thread at a time. */
final class ScalarFiles {
  private final TableFolder folder;

  ScalarFiles(TableFolder folder) {
    this.folder = folder;
  }

  /** Returns a new segment with all that it should have; names are the caller's to force. */
  SegmentMeta complete(SegmentMeta segment, List<Field> fields) {
    FileMeta scalars = segment.find(Kind.SCALARS, 0);
    assert scalars != null : "a segment has scalars";
    try (Arena arena = Arena.ofShared()) {
      RecordBatch rows =
          ArrowFileReader.open(folder.files(), folder.pathOf(scalars), scalars.lengthBytes(), arena)
              .batch();
      List<Column> columns = new ArrayList<>();
      List<Field> covered = zoned(fields);
      for (Field field : covered) {
        columns.add(rows.column(field.name()));
      }
      return segment.with(zones(new RecordBatch(covered, rows.rowCount(), columns)));
    }
  }

  /** Writes the zone maps of some rows. */
  FileMeta zones(RecordBatch rows) {
    String path = folder.newPath(Kind.ZONES);
    List<Field> fields = zoned(rows.fields());
    List<Column> columns = fields.stream().map(field -> rows.column(field.name())).toList();
    WrittenScalars written =
        ZoneFile.write(
            folder.files(),
            folder.root() + "/" + path,
            new RecordBatch(fields, rows.rowCount(), columns),
            ZoneFile.BLOCK);
    return new FileMeta(Kind.ZONES, path, 0, written.lengthBytes(), written.crc32c());
  }

  /**
   * Returns the fields that have zones: all but vectors, of which nothing is asked but presence.
   */
  private static List<Field> zoned(List<Field> fields) {
    return fields.stream().filter(field -> field.type().vectors() == null).toList();
  }
}
