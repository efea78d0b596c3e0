package dev.pilum.engine.write;

import dev.pilum.engine.table.OwnColumns;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.fts.index.TextColumn;
import dev.pilum.fts.index.TextFields;
import dev.pilum.fts.index.TextIndexFile;
import dev.pilum.fts.index.TextPart;
import dev.pilum.fts.index.TextRows;
import dev.pilum.storage.arrow.ArrowFileWriter;
import dev.pilum.storage.arrow.ArrowSchema;
import dev.pilum.storage.arrow.BatchPieces;
import dev.pilum.storage.arrow.ColumnPieces;
import dev.pilum.storage.arrow.ColumnRange;
import dev.pilum.storage.arrow.WrittenFile;
import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.keys.KeyFile;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.IndexDefinition;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes the live rows of some sources, in order, as the files of one new segment, each forced.
 * Values go from where they are straight into the files; memory is needed for offsets, bits and key
 * hashes only. One thread at a time.
 */
final class SegmentWriter {
  private final TableFolder folder;
  private final Schema schema;
  private final List<Field> retired;
  private final List<IndexDefinition> indexes;
  private final List<SourceView> sources;
  private final int rowCount;
  private final List<FileMeta> files = new ArrayList<>();

  /**
   * Prepares to write.
   *
   * @param retired columns that only older versions have; nothing is written of those that no
   *     source has
   * @param indexes the scalar indexes that the segment should have
   * @param sources neighbours in order of row ids, with at least one live row; the caller holds
   *     references to them
   */
  SegmentWriter(
      TableFolder folder,
      Schema schema,
      List<Field> retired,
      List<IndexDefinition> indexes,
      List<SourceView> sources) {
    this.retired = retired;
    this.folder = folder;
    this.schema = schema;
    this.indexes = indexes;
    this.sources = sources;
    this.rowCount = Math.toIntExact(sources.stream().mapToLong(SourceView::liveCount).sum());
    assert rowCount > 0 : "a segment has rows";
  }

  /** Writes all files and returns the segment; the names of the files are the caller's to force. */
  SegmentMeta write() {
    try (Arena arena = Arena.ofConfined()) {
      Allocator allocator = Allocator.in(arena);
      files.add(writeScalars(allocator));
      for (int i = 0; i < schema.fields().size(); i++) {
        Field field = schema.fields().get(i);
        if (field.type().vectors() != null) {
          int index = i;
          ColumnPieces pieces = join(field, view -> view.rows().column(index), allocator);
          Field written = written(field, pieces);
          files.add(writeColumns(Kind.VECTOR, field.id(), List.of(written), List.of(pieces)));
        }
      }
      for (Field field : retired) {
        if (sources.stream().anyMatch(source -> has(source, field))) {
          files.add(writeRetired(field, allocator));
        }
      }
    }
    if (schema.key() != null) {
      files.add(writeKeys());
    }
    List<TextColumn> textColumns = TextColumns.of(schema);
    if (!textColumns.isEmpty()) {
      files.add(writeText(textColumns));
    }
    SegmentMeta segment =
        new SegmentMeta(
            folder.newNumber(), rowCount, firstRowId(), lastRowId(), lastVersion(), 0, files);
    return new ScalarFiles(folder, schema).complete(segment, indexes);
  }

  /**
   * Deletes what was written before writing failed; a file that was cut short, and indexes, go when
   * the table is opened next.
   */
  void discard() {
    files.forEach(file -> folder.deleteUnneeded(file.path()));
  }

  private FileMeta writeScalars(Allocator allocator) {
    List<Field> fields = new ArrayList<>(List.of(OwnColumns.ROW_ID, OwnColumns.VERSION));
    List<ColumnPieces> pieces = new ArrayList<>();
    pieces.add(join(OwnColumns.ROW_ID, SourceView::rowIds, allocator));
    pieces.add(join(OwnColumns.VERSION, SourceView::versions, allocator));
    for (int i = 0; i < schema.fields().size(); i++) {
      Field field = schema.fields().get(i);
      if (field.type().vectors() == null) {
        int index = i;
        ColumnPieces joined = join(field, view -> view.rows().column(index), allocator);
        fields.add(written(field, joined));
        pieces.add(joined);
      }
    }
    return writeColumns(Kind.SCALARS, 0, fields, pieces);
  }

  /**
   * Rows of segments that only older versions show may lack a value that all rows must have now:
   * they had gone when the column came. New rows were looked at when they were written, and are
   * once more here.
   */
  private Field written(Field field, ColumnPieces pieces) {
    boolean anyOld = sources.stream().anyMatch(source -> source.source() instanceof Segment);
    return anyOld && pieces.nullCount() > 0 ? field.withNullable(true) : field;
  }

  private static boolean has(SourceView source, Field field) {
    return source.source() instanceof Segment segment && segment.column(field.id()) != null;
  }

  /** Rows that came after the column had gone have no value there. */
  private FileMeta writeRetired(Field field, Allocator allocator) {
    List<ColumnRange> ranges = new ArrayList<>();
    for (SourceView source : sources) {
      Column there = source.source() instanceof Segment segment ? segment.column(field.id()) : null;
      if (there == null) {
        ranges.addAll(NullRows.of(field.type(), source.liveCount()));
      } else {
        LiveRange.of(source)
            .forEach(range -> ranges.add(new ColumnRange(there, range.from(), range.count())));
      }
    }
    ColumnPieces pieces = ColumnPieces.join(field.type(), ranges, allocator);
    Field nullable = field.withNullable(true);
    return writeColumns(Kind.VECTOR, field.id(), List.of(nullable), List.of(pieces));
  }

  /** Writes one column by itself, of a segment that is there already. */
  static FileMeta writeColumn(TableFolder folder, Field field, Column column) {
    ColumnRange all = new ColumnRange(column, 0, column.length());
    try (Arena arena = Arena.ofConfined()) {
      ColumnPieces pieces = ColumnPieces.join(field.type(), List.of(all), Allocator.in(arena));
      BatchPieces batch = new BatchPieces(column.length(), List.of(pieces));
      return writeColumns(folder, Kind.VECTOR, field.id(), List.of(field), batch);
    }
  }

  private FileMeta writeColumns(
      Kind kind, int fieldId, List<Field> fields, List<ColumnPieces> pieces) {
    return writeColumns(folder, kind, fieldId, fields, new BatchPieces(rowCount, pieces));
  }

  private static FileMeta writeColumns(
      TableFolder folder, Kind kind, int fieldId, List<Field> fields, BatchPieces batch) {
    String path = folder.newPath(kind);
    WrittenFile written =
        ArrowFileWriter.write(
            folder.files(), folder.root() + "/" + path, ArrowSchema.of(fields), List.of(batch));
    return new FileMeta(kind, path, fieldId, written.lengthBytes(), written.crc32c());
  }

  private FileMeta writeKeys() {
    long[] hashes = new long[rowCount];
    int row = 0;
    for (SourceView source : sources) {
      KeyReader keys = source.keys();
      assert keys != null : "a table with a key";
      for (LiveRange range : LiveRange.of(source)) {
        for (int ordinal = range.from(); ordinal < range.end(); ordinal++) {
          hashes[row++] = keys.hashAt(ordinal);
        }
      }
    }
    return writeKeys(folder, hashes, rowCount);
  }

  /** Writes the key file of a segment. */
  static FileMeta writeKeys(TableFolder folder, long[] hashes, int rowCount) {
    String path = folder.newPath(Kind.KEYS);
    KeyFile.Written written =
        KeyFile.write(folder.files(), folder.root() + "/" + path, hashes, rowCount);
    return new FileMeta(Kind.KEYS, path, 0, written.lengthBytes(), written.crc32c());
  }

  /**
   * Merges the text indexes of segments, and of a memtable whose text somebody searches; the text
   * of another is analysed.
   */
  private FileMeta writeText(List<TextColumn> columns) {
    LiveTexts texts = new LiveTexts(sources, columns);
    if (!sources.stream().allMatch(SourceView::hasTextIndex)) {
      return writeText(folder, columns, texts);
    }
    TextFields fields = new TextFields(columns);
    List<TextPart> parts = sources.stream().map(source -> source.text(fields)).toList();
    String path = folder.newPath(Kind.TEXT);
    String whole = folder.root() + "/" + path;
    try {
      return meta(
          path,
          TextIndexFile.merge(
              folder.files(), whole, fields, parts, texts.textBytes(), folder::giveWay));
    } catch (Corruption e) {
      UpkeepLog.LOG.warn("{}; its text is indexed anew", e.getMessage());
      return writeText(folder, columns, texts);
    }
  }

  /** Writes the text index of a segment. */
  static FileMeta writeText(TableFolder folder, List<TextColumn> columns, TextRows rows) {
    String path = folder.newPath(Kind.TEXT);
    return meta(
        path,
        TextIndexFile.write(
            folder.files(),
            folder.root() + "/" + path,
            new TextFields(columns),
            rows,
            folder::giveWay));
  }

  private static FileMeta meta(String path, TextIndexFile.Written written) {
    return new FileMeta(Kind.TEXT, path, 0, written.lengthBytes(), written.crc32c());
  }

  private ColumnPieces join(Field field, Function<SourceView, Column> column, Allocator allocator) {
    List<ColumnRange> ranges = new ArrayList<>();
    for (SourceView source : sources) {
      Column rows = column.apply(source);
      LiveRange.of(source)
          .forEach(range -> ranges.add(new ColumnRange(rows, range.from(), range.count())));
    }
    ColumnPieces joined = ColumnPieces.join(field.type(), ranges, allocator);
    folder.giveWay();
    return joined;
  }

  private long firstRowId() {
    for (SourceView source : sources) {
      for (LiveRange range : LiveRange.of(source)) {
        return source.rowIds().longAt(range.from());
      }
    }
    throw new AssertionError("a segment has rows");
  }

  private long lastRowId() {
    for (SourceView source : sources.reversed()) {
      List<LiveRange> ranges = LiveRange.of(source);
      if (!ranges.isEmpty()) {
        return source.rowIds().longAt(ranges.getLast().end() - 1);
      }
    }
    throw new AssertionError("a segment has rows");
  }

  /** Versions rise with row ids, so the last row is also the newest. */
  private long lastVersion() {
    for (SourceView source : sources.reversed()) {
      List<LiveRange> ranges = LiveRange.of(source);
      if (!ranges.isEmpty()) {
        return source.versions().longAt(ranges.getLast().end() - 1);
      }
    }
    throw new AssertionError("a segment has rows");
  }
}
