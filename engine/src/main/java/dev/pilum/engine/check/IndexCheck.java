package dev.pilum.engine.check;

import dev.pilum.engine.table.OwnColumns;
import dev.pilum.engine.table.SegmentColumns;
import dev.pilum.engine.table.Vectors;
import dev.pilum.engine.text.RowTexts;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.fts.index.SegmentText;
import dev.pilum.fts.index.TextColumn;
import dev.pilum.fts.index.TextFields;
import dev.pilum.fts.index.TextIndexCheck;
import dev.pilum.fts.index.TextIndexFile;
import dev.pilum.hnsw.EfCalibrationFile;
import dev.pilum.hnsw.GraphCheck;
import dev.pilum.hnsw.HnswGraphFile;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.keys.KeyFile;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.keys.KeyTable;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.scalar.BitmapFile;
import dev.pilum.storage.scalar.OrderedFile;
import dev.pilum.storage.scalar.ZoneFile;
import dev.pilum.storage.scalar.Zones;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.lang.foreign.Arena;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares the indexes of one segment with its columns, whose files are whole. One thread. */
final class IndexCheck {
  private final FileStore files;
  private final String root;
  private final Schema schema;
  private final SegmentMeta segment;
  private final Arena arena;
  private final SegmentColumns columns;

  /** Maps the columns into {@code arena}. */
  IndexCheck(FileStore files, String root, Schema schema, SegmentMeta segment, Arena arena) {
    this.files = files;
    this.root = root;
    this.schema = schema;
    this.segment = segment;
    this.arena = arena;
    this.columns = SegmentColumns.open(files, root, schema, segment, arena);
  }

  /**
   * Checks that the columns hold the rows that the manifest speaks of.
   *
   * @throws Corruption when they do not
   */
  void checkRange() {
    schema.fields().forEach(field -> expect(segment.rowCount(), column(field).length(), "rows"));
    Column ids = column(OwnColumns.ROW_ID);
    expect(segment.firstRowId(), ids.longAt(0), "first row id");
    expect(segment.lastRowId(), ids.longAt(segment.rowCount() - 1), "last row id");
    for (int row = 1; row < segment.rowCount(); row++) {
      if (ids.longAt(row) <= ids.longAt(row - 1)) {
        throw new Corruption(root, -1, "rising row ids", ids.longAt(row) + " in row " + row);
      }
    }
    Column versions = column(OwnColumns.VERSION);
    expect(segment.lastVersion(), versions.longAt(segment.rowCount() - 1), "newest version");
  }

  private void expect(long expected, long found, String what) {
    if (expected != found) {
      throw new Corruption(root, -1, what + " " + expected, String.valueOf(found));
    }
  }

  /**
   * Returns what does not fit in a file whose checksum is right, or {@code null}.
   *
   * @throws dev.pilum.storage.error.PilumException when it does not open
   */
  @Nullable String problem(FileMeta file) {
    return switch (file.kind()) {
      case KEYS -> keysProblem(file);
      case GRAPH -> graphProblem(file);
      case CALIBRATION -> calibrationProblem(file);
      case TEXT -> textProblem(file);
      case ZONES -> zonesProblem(file);
      case ORDERED ->
          OrderedFile.open(files, pathOf(file), file.lengthBytes(), columnOf(file), arena)
              .problem();
      case BITMAP, LABELS ->
          BitmapFile.open(files, pathOf(file), file.lengthBytes(), columnOf(file), arena).problem();
      case SCALARS, VECTOR, DELETES -> null;
    };
  }

  /** Every key must lead to its row, among others perhaps. */
  private @Nullable String keysProblem(FileMeta file) {
    KeyFile table =
        KeyFile.open(files, pathOf(file), file.lengthBytes(), segment.rowCount(), arena);
    KeyReader keys = KeyReader.of(column(schema.field(String.valueOf(schema.key()))));
    for (int row = 0; row < segment.rowCount(); row++) {
      if (!leadsTo(table, keys.hashAt(row), row)) {
        return "the key of row %d does not lead there".formatted(row);
      }
    }
    return null;
  }

  private static boolean leadsTo(KeyTable table, long hash, int row) {
    for (long at = table.first(hash); at != KeyTable.NONE; at = table.next(hash, at)) {
      if (table.ordinal(at) == row) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String graphProblem(FileMeta file) {
    Field field = fieldOf(file);
    Column vectors = column(field);
    return GraphCheck.problem(
        HnswGraphFile.open(files, pathOf(file), arena),
        Vectors.block(vectors),
        field.metric(),
        Vectors.present(vectors));
  }

  private @Nullable String calibrationProblem(FileMeta file) {
    if (segment.find(Kind.GRAPH, file.fieldId()) == null) {
      return "there is no graph that it could be of";
    }
    int sample = EfCalibrationFile.read(files, pathOf(file)).sampleSize();
    return sample <= segment.rowCount() ? null : "a sample of " + sample + " rows";
  }

  private @Nullable String textProblem(FileMeta file) {
    List<TextColumn> texts = TextColumns.of(schema);
    TextFields fields = new TextFields(texts);
    TextIndexFile.Written written = new TextIndexFile.Written(file.lengthBytes(), file.crc32c());
    SegmentText index =
        SegmentText.open(files, pathOf(file), written, segment.rowCount(), fields, arena);
    try {
      List<Column> read = texts.stream().map(text -> column(schema.field(text.column()))).toList();
      return TextIndexCheck.problem(fields, index, new RowTexts(read, segment.rowCount()));
    } finally {
      index.close();
    }
  }

  private @Nullable String zonesProblem(FileMeta file) {
    ZoneFile all =
        ZoneFile.open(files, pathOf(file), file.lengthBytes(), segment.rowCount(), arena);
    for (Field field : schema.fields()) {
      Zones zones = all.zones(field.id());
      String problem = zones == null ? null : zones.problem(column(field));
      if (problem != null) {
        return "column '%s': %s".formatted(field.name(), problem);
      }
    }
    return null;
  }

  private Column columnOf(FileMeta file) {
    return column(fieldOf(file));
  }

  private Field fieldOf(FileMeta file) {
    Field field = schema.withId(file.fieldId());
    if (field == null) {
      throw new Corruption(pathOf(file), -1, "an index of a column", "field id " + file.fieldId());
    }
    return field;
  }

  private Column column(Field field) {
    Column column = columns.all().get(field.id());
    if (column == null) {
      throw new Corruption(root, -1, "a column '" + field.name() + "'", "none");
    }
    return column;
  }

  private String pathOf(FileMeta file) {
    return root + "/" + file.path();
  }
}
