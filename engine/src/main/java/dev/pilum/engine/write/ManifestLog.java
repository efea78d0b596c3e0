package dev.pilum.engine.write;

import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.IndexDefinition;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.Schema;
import dev.pilum.storage.wal.LogFiles;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The newest manifest and the one before it, which together say which files must stay. One thread
 * at a time writes: the holder of the upkeep lock; any thread may ask for the newest.
 */
final class ManifestLog {
  private final TableFolder folder;
  private final ManifestStore store;
  private final TableHistory history;
  private volatile Manifest newest;
  private @Nullable Manifest previous;
  private long generation;

  /**
   * Goes on from what recovery found.
   *
   * @param generation the highest number that any manifest on the disk has
   * @param history what each manifest says of older versions
   */
  ManifestLog(
      TableFolder folder,
      Manifest newest,
      @Nullable Manifest previous,
      long generation,
      TableHistory history) {
    this.folder = folder;
    this.store = new ManifestStore(folder.files(), folder.root());
    this.newest = newest;
    this.previous = previous;
    this.generation = generation;
    this.history = history;
  }

  Manifest newest() {
    return newest;
  }

  /**
   * Writes the next manifest with other segments and, after a flush, another version; returns once
   * it is durable.
   */
  void write(long version, long nextRowId, long logEpoch, List<SegmentMeta> segments) {
    write(
        new Manifest(
            generation + 1,
            newest.tableId(),
            newest.schema(),
            version,
            nextRowId,
            folder.nextNumber(),
            logEpoch,
            segments,
            newest.indexes(),
            history.upTo(version)));
  }

  /**
   * Writes the next manifest with other index definitions and segments; twice, so that the loss of
   * one does not undo what was acknowledged.
   */
  void write(List<IndexDefinition> indexes, List<SegmentMeta> segments) {
    for (int copies = 2; copies > 0; copies--) {
      write(
          new Manifest(
              generation + 1,
              newest.tableId(),
              newest.schema(),
              newest.version(),
              newest.nextRowId(),
              folder.nextNumber(),
              newest.logEpoch(),
              segments,
              indexes,
              history.upTo(newest.version())));
    }
  }

  /**
   * Writes the next manifest with other columns; twice, so that whichever of the two is read after
   * one was lost has the columns that the log is written with from now on.
   */
  void write(
      Schema schema,
      long version,
      long nextRowId,
      long logEpoch,
      List<SegmentMeta> segments,
      List<IndexDefinition> indexes) {
    for (int copies = 2; copies > 0; copies--) {
      write(
          new Manifest(
              generation + 1,
              newest.tableId(),
              schema,
              version,
              nextRowId,
              folder.nextNumber(),
              logEpoch,
              segments,
              indexes,
              history.upTo(version)));
    }
  }

  private void write(Manifest next) {
    store.write(next);
    generation = next.generation();
    Manifest dropped = previous;
    previous = newest;
    newest = next;
    collectGarbage(dropped);
  }

  /** Writes the next manifest with other segments and everything else as it is. */
  void write(List<SegmentMeta> segments) {
    write(newest.version(), newest.nextRowId(), newest.logEpoch(), segments);
  }

  /** Returns whether one of the manifests at these paths cannot be read. */
  boolean isUnreadable(Set<String> paths) {
    for (long generation : store.generations()) {
      if (paths.contains(store.path(generation))) {
        try {
          store.read(generation);
        } catch (PilumException e) {
          UpkeepLog.LOG.debug("it is written again: {}", e.getMessage());
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Writes the newest manifest once more where the one before it holds on to files or logs that the
   * newest does not need, so that they go. Otherwise they stay until something else is written.
   */
  void letGo() {
    Manifest before = previous;
    if (before != null
        && (before.logEpoch() < newest.logEpoch() || !paths(newest).containsAll(paths(before)))) {
      write(newest.segments());
    }
  }

  /**
   * Deletes what neither of the two newest manifests needs. The names it leaves behind after a
   * crash are found at the next opening.
   */
  private void collectGarbage(@Nullable Manifest dropped) {
    Manifest before = previous;
    assert before != null : "a manifest was written";
    for (long old : store.generations()) {
      if (old < before.generation()) {
        folder.leniently(() -> store.delete(old));
      }
    }
    if (dropped != null) {
      folder.files().forceDirectory(store.directory());
      Set<String> needed = new HashSet<>(paths(newest));
      needed.addAll(paths(before));
      for (String path : paths(dropped)) {
        if (!needed.contains(path)) {
          folder.deleteUnneeded(path);
        }
      }
    }
    folder.leniently(
        () -> LogFiles.deleteBelow(folder.files(), folder.logDirectory(), oldestNeededLog()));
  }

  /** Returns the number of the first log that either of the two manifests needs. */
  long oldestNeededLog() {
    Manifest before = previous;
    return before == null ? newest.logEpoch() : Math.min(newest.logEpoch(), before.logEpoch());
  }

  /** Returns the paths of all files that a manifest names. */
  static Set<String> paths(Manifest manifest) {
    Set<String> paths = new HashSet<>();
    for (SegmentMeta segment : manifest.segments()) {
      for (FileMeta file : segment.files()) {
        paths.add(file.path());
      }
    }
    return paths;
  }
}
