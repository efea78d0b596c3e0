package dev.pilum.engine.db;

import dev.pilum.VerifyReport;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.TableFolder;
import dev.pilum.engine.write.TableStore;
import dev.pilum.fts.index.TextIndexHeader;
import dev.pilum.hnsw.EfCalibrationFile;
import dev.pilum.hnsw.HnswGraphFile;
import dev.pilum.storage.arrow.ArrowFileReader;
import dev.pilum.storage.arrow.WrittenFile;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.keys.KeyFile;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.scalar.BitmapFile;
import dev.pilum.storage.scalar.ColumnIndexes;
import dev.pilum.storage.scalar.OrderedFile;
import dev.pilum.storage.scalar.ValueIndex;
import dev.pilum.storage.scalar.ZoneFile;
import dev.pilum.storage.scalar.Zones;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.segment.DeleteFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a table's files whole and its rows one by one, and says what does not fit. One thread. */
final class TableVerifier {
  private final TableFolder folder;
  private final List<String> problems = new ArrayList<>();
  private int filesChecked;
  private long bytesChecked;

  private TableVerifier(TableFolder folder) {
    this.folder = folder;
  }

  static VerifyReport verify(TableStore store) {
    TableVerifier verifier = new TableVerifier(store.folder());
    TableView view = store.acquire();
    try {
      store.whileFilesStay(() -> verifier.checkFiles(store));
      verifier.checkRows(view);
    } finally {
      view.release();
    }
    return new VerifyReport(verifier.filesChecked, verifier.bytesChecked, verifier.problems);
  }

  private void checkFiles(TableStore store) {
    for (SegmentMeta segment : store.manifest().segments()) {
      segment.files().forEach(file -> check(segment, file));
    }
  }

  private void check(SegmentMeta segment, FileMeta file) {
    String path = folder.pathOf(file);
    try {
      switch (file.kind()) {
        case SCALARS, VECTOR ->
            ArrowFileReader.verify(
                folder.files(), new WrittenFile(path, file.lengthBytes(), file.crc32c()));
        case DELETES -> DeleteFile.read(folder.files(), path, segment.rowCount());
        case KEYS -> KeyFile.verify(folder.files(), path, file.lengthBytes());
        case GRAPH -> HnswGraphFile.verify(folder.files(), path);
        case TEXT -> TextIndexHeader.verify(folder.files(), path);
        case ZONES -> ZoneFile.check(folder.files(), path, file.lengthBytes(), segment.rowCount());
        case ORDERED ->
            OrderedFile.check(folder.files(), path, file.lengthBytes(), segment.rowCount());
        case BITMAP, LABELS ->
            BitmapFile.check(folder.files(), path, file.lengthBytes(), segment.rowCount());
        case CALIBRATION -> EfCalibrationFile.read(folder.files(), path);
      }
      filesChecked++;
      bytesChecked += file.lengthBytes();
    } catch (PilumException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private void checkRows(TableView view) {
    long before = 0;
    for (SourceView source : view.sources()) {
      checkIndexes(source);
      for (int ordinal = 0; ordinal < source.rowCount(); ordinal++) {
        long rowId = source.rowIds().longAt(ordinal);
        if (rowId <= before) {
          problems.add("row id %d follows %d in %s".formatted(rowId, before, folder.root()));
        }
        before = rowId;
        checkVersion(source.versions().longAt(ordinal), view.version());
        checkKey(view, source, ordinal);
      }
    }
  }

  /** Compares zone maps and scalar indexes, those that open, with the columns. */
  private void checkIndexes(SourceView source) {
    ColumnIndexes indexes = source.source().indexes();
    for (Field field : source.rows().fields()) {
      Zones zones = indexes.zones(field.name());
      if (zones != null) {
        report("zone maps", field, zones.problem(source.rows().column(field.name())));
      }
      for (ScalarIndex kind : ScalarIndex.values()) {
        ValueIndex index = indexes.index(field.name(), kind);
        if (index != null) {
          report("index " + kind, field, index.problem());
        }
      }
    }
  }

  private void report(String what, Field field, @Nullable String problem) {
    if (problem != null) {
      problems.add(
          "%s of column '%s' in %s: %s".formatted(what, field.name(), folder.root(), problem));
    }
  }

  private void checkVersion(long version, long newest) {
    if (version < 1 || version > newest) {
      problems.add(
          "a row of version %d in %s, whose newest is %d"
              .formatted(version, folder.root(), newest));
    }
  }

  /** Checks that the key of a live row leads to that row and to no other. */
  private void checkKey(TableView view, SourceView source, int ordinal) {
    KeyReader keys = source.keys();
    if (keys == null || source.dead().contains(ordinal)) {
      return;
    }
    byte[] key = keys.bytesAt(ordinal);
    long hash = keys.hashAt(ordinal);
    int found = 0;
    for (SourceView other : view.sources()) {
      int place = other.findLive(hash, key);
      found += place >= 0 ? 1 : 0;
      if (other == source && place != ordinal) {
        problems.add(
            "the key of row %d of %s leads to row %d".formatted(ordinal, folder.root(), place));
      }
    }
    if (found > 1) {
      problems.add(
          "the key of row %d of %s is there %d times".formatted(ordinal, folder.root(), found));
    }
  }
}
