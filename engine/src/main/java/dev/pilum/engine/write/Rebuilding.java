package dev.pilum.engine.write;

import dev.pilum.engine.table.FileCheck;
import dev.pilum.engine.table.SegmentColumns;
import dev.pilum.engine.text.RowTexts;
import dev.pilum.engine.text.TextColumns;
import dev.pilum.fts.index.TextColumn;
import dev.pilum.fts.index.TextIndexHeader;
import dev.pilum.hnsw.EfCalibrationFile;
import dev.pilum.hnsw.GraphShape;
import dev.pilum.hnsw.HnswGraph;
import dev.pilum.hnsw.HnswGraphFile;
import dev.pilum.storage.column.Column;
import dev.pilum.storage.column.RecordBatch;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.scalar.WrittenScalars;
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

  /**
   * Returns whether nothing is to be made anew, as far as {@link
   * dev.pilum.engine.table.Segment#open} does not find out: it opens the other files itself.
   */
  boolean isReady(SegmentMeta segment) {
    try {
      for (FileMeta file : segment.files()) {
        switch (file.kind()) {
          case TEXT, ZONES, ORDERED, BITMAP, LABELS -> check(file, segment);
          case CALIBRATION -> {
            if (!hasGraph(segment.files(), file.fieldId())) {
              return false;
            }
          }
          case SCALARS, VECTOR, DELETES, KEYS, GRAPH -> {}
        }
      }
      return !lacksKeys(segment) && !lacksText(segment);
    } catch (PilumException e) {
      return false; // whoever mends it says so
    }
  }

  /** Returns the segment with files that open; itself when all of them do. */
  SegmentMeta repaired(SegmentMeta segment) {
    SegmentMeta repaired = usable(segment);
    if (lacksKeys(repaired)) {
      repaired = repaired.with(newKeys(repaired));
    }
    return lacksText(repaired) ? repaired.with(newText(repaired)) : repaired;
  }

  private boolean lacksKeys(SegmentMeta segment) {
    return schema.key() != null && segment.find(Kind.KEYS, 0) == null;
  }

  private boolean lacksText(SegmentMeta segment) {
    return !textColumns.isEmpty() && segment.find(Kind.TEXT, 0) == null;
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
    try {
      check(file, segment);
      return true;
    } catch (PilumException e) {
      UpkeepLog.LOG.warn("{} is not used: {}", folder.pathOf(file), e.getMessage());
      return false;
    }
  }

  private void check(FileMeta file, SegmentMeta segment) {
    String path = folder.pathOf(file);
    // Not a shared one: to close that takes a handshake with every thread of the process.
    try (Arena arena = Arena.ofConfined()) {
      switch (file.kind()) {
        case KEYS -> FileCheck.openKeys(folder.files(), path, file, segment.rowCount(), arena);
        case GRAPH -> {
          HnswGraph graph = HnswGraphFile.open(folder.files(), path, file.crc32c(), arena);
          requireShape(graph.shape(), file, segment);
        }
        case CALIBRATION -> EfCalibrationFile.read(folder.files(), path, file.crc32c());
        case TEXT -> TextIndexHeader.check(folder.files(), path, file.lengthBytes(), textColumns);
        case ZONES -> {
          WrittenScalars written = new WrittenScalars(file.lengthBytes(), file.crc32c());
          ZoneFile.check(folder.files(), path, written, segment.rowCount());
        }
        // Whoever asks an index first reads it whole; to open a table that would take too long.
        case ORDERED, BITMAP, LABELS -> FileCheck.checkScalars(folder.files(), path, file);
        case SCALARS, VECTOR, DELETES -> throw new AssertionError(path + " is truth");
      }
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
