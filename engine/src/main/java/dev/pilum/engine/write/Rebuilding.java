package dev.pilum.engine.write;

import dev.pilum.engine.table.FileCheck;
import dev.pilum.engine.table.SegmentColumns;
import dev.pilum.engine.text.RowTexts;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.fts.index.TextColumn;
import dev.pilum.fts.index.TextIndexHeader;
import dev.pilum.hnsw.EfCalibrationFile;
import dev.pilum.hnsw.GraphShape;
import dev.pilum.hnsw.HnswGraphFile;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.keys.KeyFile;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.scalar.ZoneFile;
import dev.pilum.storage.schema.DataType;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.Schema;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a segment's rebuildable files usable again at opening: key files and text indexes are
 * written anew, graphs, calibrations, zone maps and scalar indexes are dropped and made later. Who
 * only reads does without those that do not open.
 */
final class Rebuilding {
  private final TableFolder folder;
  private final Schema schema;
  private final List<TextColumn> textColumns;

  Rebuilding(TableFolder folder, Schema schema) {
    this.folder = folder;
    this.schema = schema;
    this.textColumns = TextColumns.of(schema);
  }

  /** Returns the segment with files that open; itself when all of them do. */
  SegmentMeta repaired(SegmentMeta segment) {
    SegmentMeta repaired = usable(segment);
    boolean needsKeys = schema.key() != null && repaired.find(Kind.KEYS, 0) == null;
    if (needsKeys) {
      repaired = repaired.with(newKeys(repaired));
    }
    boolean needsText = !textColumns.isEmpty() && repaired.find(Kind.TEXT, 0) == null;
    return needsText ? repaired.with(newText(repaired)) : repaired;
  }

  /** Returns the segment without rebuildable files that do not open; itself when all of them do. */
  SegmentMeta usable(SegmentMeta segment) {
    List<FileMeta> kept = new ArrayList<>();
    for (FileMeta file : segment.files()) {
      if (!file.kind().isRebuildable() || opens(file, segment)) {
        kept.add(file);
      }
    }
    List<FileMeta> opening = List.copyOf(kept);
    for (FileMeta file : opening) {
      if (file.kind() == Kind.CALIBRATION && !hasGraph(opening, file.fieldId())) {
        kept.remove(file);
      }
    }
    return kept.size() == segment.files().size() ? segment : withFiles(segment, kept);
  }

  private static SegmentMeta withFiles(SegmentMeta segment, List<FileMeta> files) {
    return new SegmentMeta(
        segment.id(),
        segment.rowCount(),
        segment.firstRowId(),
        segment.lastRowId(),
        segment.lastVersion(),
        segment.deadCount(),
        files);
  }

  /** A calibration is worth nothing without the very graph that it measured. */
  private static boolean hasGraph(List<FileMeta> files, int fieldId) {
    for (FileMeta file : files) {
      if (file.kind() == Kind.GRAPH && file.fieldId() == fieldId) {
        return true;
      }
    }
    return false;
  }

  private boolean opens(FileMeta file, SegmentMeta segment) {
    String path = folder.pathOf(file);
    try (Arena arena = Arena.ofShared()) {
      switch (file.kind()) {
        case KEYS -> {
          KeyFile.open(folder.files(), path, file.lengthBytes(), segment.rowCount(), arena);
          FileCheck.checkKeys(folder.files(), path, file);
        }
        case GRAPH -> {
          requireShape(HnswGraphFile.open(folder.files(), path, arena).shape(), file, segment);
          FileCheck.checkGraph(folder.files(), path, file);
        }
        case CALIBRATION -> {
          EfCalibrationFile.read(folder.files(), path);
          FileCheck.checkCalibration(folder.files(), path, file);
        }
        case TEXT -> TextIndexHeader.check(folder.files(), path, file.lengthBytes(), textColumns);
        case ZONES -> {
          ZoneFile.check(folder.files(), path, file.lengthBytes(), segment.rowCount());
          FileCheck.checkScalars(folder.files(), path, file);
        }
        case ORDERED, BITMAP, LABELS -> {
          requireLength(path, file.lengthBytes());
          FileCheck.checkScalars(folder.files(), path, file);
        }
        case SCALARS, VECTOR, DELETES -> throw new AssertionError(path + " is truth");
      }
      return true;
    } catch (PilumException e) {
      UpkeepLog.LOG.warn("{} is not used: {}", path, e.getMessage());
      return false;
    }
  }

  /** A graph of other vectors, in a file put in the wrong place, would not let the segment open. */
  private void requireShape(GraphShape shape, FileMeta file, SegmentMeta segment) {
    for (Field field : schema.fields()) {
      DataType.Vector vectors = field.id() == file.fieldId() ? field.type().vectors() : null;
      if (vectors != null) {
        boolean fits =
            shape.metric() == field.metric()
                && shape.element() == vectors.element()
                && shape.dimension() == vectors.dimension()
                && (shape.rowCount() == segment.rowCount()
                    || !(field.type() instanceof DataType.Vector));
        if (fits) {
          return;
        }
      }
    }
    throw new Corruption(
        folder.pathOf(file),
        -1,
        "a graph of " + segment.rowCount() + " rows of a column",
        shape.toString());
  }

  /** Whoever asks an index first reads it whole; to open a table that would take too long. */
  private void requireLength(String path, long lengthBytes) {
    long found = folder.files().length(path);
    if (found != lengthBytes) {
      throw new Corruption(path, -1, lengthBytes + " bytes", found + " bytes");
    }
  }

  private FileMeta newText(SegmentMeta segment) {
    try (Arena arena = Arena.ofShared()) {
      RowTexts texts = RowTexts.of(rows(segment, arena), textColumns);
      FileMeta written = SegmentWriter.writeText(folder, textColumns, texts);
      folder.forceNames();
      return written;
    }
  }

  private RecordBatch rows(SegmentMeta segment, Arena arena) {
    return SegmentColumns.open(folder.files(), folder.root(), schema, segment, arena).rows();
  }

  private FileMeta newKeys(SegmentMeta segment) {
    try (Arena arena = Arena.ofShared()) {
      Column keys = rows(segment, arena).column(String.valueOf(schema.key()));
      long[] hashes = new long[keys.length()];
      KeyReader.of(keys).hashAll(hashes);
      FileMeta written = SegmentWriter.writeKeys(folder, hashes, hashes.length);
      folder.forceNames();
      return written;
    }
  }
}
