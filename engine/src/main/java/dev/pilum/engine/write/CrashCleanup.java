package dev.pilum.engine.write;

import dev.pilum.engine.keys.KeyIndexes;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.IndexDefinition;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.schema.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Every opening for writing comes by here, mostly with nothing to do. So manifests are compared field by field: the first equals of a
 * record links code for 15 ms.
 */
/** Deletes what a crash left behind, and ends changes that it cut short. One thread. */
final class CrashCleanup {
  private final TableFolder folder;
  private final ManifestStore store;
  private final KeyIndexes indexes;

  /** Prepares the cleanup of a table; files that belong to {@code indexes} stay. */
  CrashCleanup(TableFolder folder, ManifestStore store, KeyIndexes indexes) {
    this.folder = folder;
    this.store = store;
    this.indexes = indexes;
  }

  /**
   * Cleans up, and writes down which files were built anew.
   *
   * @param found the newest whole manifest
   * @param state what was brought back; its manifest is {@code found} unless files were built anew
   * @param home the folder as whoever goes on sees it
   * @return the manifests to go on with
   */
  ManifestLog after(Manifest found, Recovery.Recovered state, TableFolder home) {
    Manifest usable = state.manifest();
    Manifest previous = previousOf(found);
    long highest = store.generations().getFirst();
    store.deleteTemporaries();
    deleteManifestsBut(usable, previous);
    deleteOrphans(usable, previous);
    ManifestLog manifests = new ManifestLog(home, usable, previous, highest, state.history());
    boolean rebuilt = usable != found;
    if (rebuilt || (previous != null && wasCutShort(previous, usable))) {
      manifests.write(usable.segments());
    }
    return manifests;
  }

  private @Nullable Manifest previousOf(Manifest newest) {
    for (long generation : store.generations()) {
      if (generation < newest.generation()) {
        try {
          return store.read(generation);
        } catch (PilumException e) {
          UpkeepLog.LOG.warn(
              "manifest {} of '{}' is damaged: {}", generation, folder.root(), e.getMessage());
        }
      }
    }
    return null;
  }

  /**
   * Deletes manifests that garbage collection did not get to, and those that were passed over or
   * could not be read: they name files that are gone, or go now.
   */
  private void deleteManifestsBut(Manifest newest, @Nullable Manifest previous) {
    boolean deleted = false;
    for (long generation : store.generations()) {
      boolean kept = previous != null && generation == previous.generation();
      if (!kept && generation != newest.generation()) {
        store.delete(generation);
        deleted = true;
      }
    }
    if (deleted) {
      folder.files().forceDirectory(store.directory());
    }
  }

  private void deleteOrphans(Manifest newest, @Nullable Manifest previous) {
    Set<String> kept = new HashSet<>(ManifestLog.paths(newest));
    if (previous != null) {
      kept.addAll(ManifestLog.paths(previous));
    }
    for (String path : folder.segmentFiles()) {
      if (!kept.contains(path) && !indexes.keeps(path)) {
        folder.deleteUnneeded(path);
      }
    }
  }

  /**
   * Returns whether a change of columns, indexes or kept versions, which two manifests tell of
   * ({@link ManifestLog}), got as far as the first.
   */
  private static boolean wasCutShort(Manifest before, Manifest newest) {
    return columnsDiffer(before.schema().fields(), newest.schema().fields())
        || indexesDiffer(before.indexes(), newest.indexes())
        || !before.history().keepsLike(newest.history());
  }

  private static boolean columnsDiffer(List<Field> before, List<Field> after) {
    boolean differ = before.size() != after.size();
    for (int i = 0; !differ && i < before.size(); i++) {
      differ =
          before.get(i).id() != after.get(i).id()
              || before.get(i).nullable() != after.get(i).nullable()
              || !before.get(i).name().equals(after.get(i).name())
              || !before.get(i).metadata().equals(after.get(i).metadata());
    }
    return differ;
  }

  private static boolean indexesDiffer(List<IndexDefinition> before, List<IndexDefinition> after) {
    boolean differ = before.size() != after.size();
    for (int i = 0; !differ && i < before.size(); i++) {
      differ =
          before.get(i).fieldId() != after.get(i).fieldId()
              || before.get(i).kind() != after.get(i).kind();
    }
    return differ;
  }
}
