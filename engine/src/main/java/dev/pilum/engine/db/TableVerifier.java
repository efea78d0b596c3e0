package dev.pilum.engine.db;

import dev.pilum.VerifyReport;
import dev.pilum.engine.table.FileCheck;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.TableFolder;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.keys.KeyReader;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.scalar.ColumnIndexes;
import dev.pilum.storage.scalar.ValueIndex;
import dev.pilum.storage.scalar.Zones;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ScalarIndex;
import dev.pilum.storage.wal.LogRange;
import dev.pilum.storage.wal.LogRecovery;
import dev.pilum.storage.wal.LogSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a table's files whole and its rows one by one, and says what does not fit. One thread. */
final class TableVerifier {
  /** As often as a reader that opens a table beside a writer starts again. */
  private static final int MAX_ATTEMPTS = 20;

  private final TableFolder folder;
  private final List<String> problems = new ArrayList<>();
  private int filesChecked;
  private long bytesChecked;

  private TableVerifier(TableFolder folder) {
    this.folder = folder;
  }

  static VerifyReport verify(TableStore store) {
    TableView view = store.acquire();
    try {
      TableVerifier verifier = new TableVerifier(store.folder());
      verifier.checkFiles(store, view.version());
      verifier.checkRowsOf(view);
      return new VerifyReport(verifier.filesChecked, verifier.bytesChecked, verifier.problems);
    } finally {
      view.release();
    }
  }

  /**
   * Checks the files of the newest manifest. Somebody else's writer may delete them meanwhile: then
   * there is a newer manifest, and all begins again.
   */
  private void checkFiles(TableStore store, long version) {
    ManifestStore manifests = new ManifestStore(folder.files(), folder.root());
    for (int attempt = 1; ; attempt++) {
      problems.clear();
      filesChecked = 0;
      bytesChecked = 0;
      List<Long> before = manifests.generations();
      store.whileFilesStay(() -> checkFiles(store, manifests, version));
      if (problems.isEmpty() || attempt == MAX_ATTEMPTS || manifests.generations().equals(before)) {
        return;
      }
    }
  }

  /**
   * The writer knows which manifest counts: a newer one that recovery had to pass over may lie
   * there, without its files.
   */
  private void checkFiles(TableStore store, ManifestStore manifests, long version) {
    Manifest newest = null;
    for (long generation : manifests.generations()) {
      try {
        Manifest manifest = manifests.read(generation);
        newest = newest == null ? manifest : newest;
      } catch (PilumException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
    }
    newest = store.isWritable() ? store.manifest() : newest;
    if (newest != null) {
      for (SegmentMeta segment : newest.segments()) {
        segment.files().forEach(file -> check(segment, file));
      }
      checkLog(newest, version);
    }
  }

  private void check(SegmentMeta segment, FileMeta file) {
    try {
      FileCheck.check(folder.files(), folder.root(), segment, file);
      filesChecked++;
      bytesChecked += file.lengthBytes();
    } catch (PilumException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /** Reads the log from the manifest on: it must lead at least to the version that was seen. */
  private void checkLog(Manifest manifest, long version) {
    try {
      LogSummary log =
          LogRecovery.replay(
              folder.files(),
              folder.logDirectory(),
              new LogRange(manifest.tableId(), manifest.logEpoch(), manifest.version()),
              (sequence, payload) -> {});
      if (log.lastSequence() < version) {
        problems.add(
            "the log of %s ends at commit %d of %d"
                .formatted(folder.root(), log.lastSequence(), version));
      }
    } catch (PilumException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /** Reading on from a damaged value may lead anywhere. */
  private void checkRowsOf(TableView view) {
    try {
      checkRows(view);
    } catch (RuntimeException | AssertionError e) {
      problems.add("the rows of %s cannot be read: %s".formatted(folder.root(), e.getMessage()));
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
