package dev.pilum.engine.write;

import dev.pilum.engine.keys.KeyIndexes;
import dev.pilum.engine.keys.PerSourceKeyIndex;
import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.segment.DeadRows;
import dev.pilum.storage.wal.LogFiles;
import dev.pilum.storage.wal.LogHeader;
import dev.pilum.storage.wal.LogRange;
import dev.pilum.storage.wal.LogRecovery;
import dev.pilum.storage.wal.LogSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/*
 * The newest manifest whose files are all there is the base; the log that follows it is replayed into a fresh memtable. Versions are
 * counted without gaps, so a log that starts too late, or jumps, is noticed here.
 *
 * A writer then moves what it replayed into a fresh log that needs no other, and forces it, before it lets anybody write: a file whose
 * force once failed cannot be trusted any more, nor can what the page cache says of it. The fresh log counts from the moment of its
 * renaming, so a crash on the way changes nothing. Where there is nothing to replay, the first commit makes that log (CommitLog), and
 * opening writes nothing.
 *
 * A reader of a database that somebody else writes changes nothing. The writer may delete files under it that the newest manifest no
 * longer names: then there is a newer manifest, and the reader starts again.
 */
/** Brings a table back as the last acknowledged commit left it. One thread. */
final class Recovery {
  /**
   * A reader gives up after this many manifests have gone away under it; each attempt takes
   * milliseconds, flushes seconds.
   */
  private static final int MAX_ATTEMPTS = 20;

  /** The folder as it is. */
  private final TableFolder home;

  /** The folder as the recovery sees it. */
  private final TableFolder folder;

  private final FileStore files;
  private final ManifestStore store;

  /** Why the newest manifest is not the base, where it is not. */
  private @Nullable PilumException passedOver;

  /** Brings back a table that others may be writing. */
  Recovery(TableFolder folder) {
    this(folder, folder);
  }

  private Recovery(TableFolder home, TableFolder folder) {
    this.home = home;
    this.folder = folder;
    this.files = folder.files();
    this.store = new ManifestStore(files, folder.root());
  }

  /** Brings back a table for the one process that may write it. */
  static Recovery alone(TableFolder folder) {
    return new Recovery(folder, folder.listedOnce());
  }

  /**
   * A table brought back.
   *
   * @param view its newest view, whose reference is the holder's
   * @param memtable the view's last source, whose reference is the holder's
   * @param manifest the base
   * @param history which versions can be read
   */
  record Recovered(TableView view, Memtable memtable, Manifest manifest, TableHistory history) {
    /** Gives both references back. */
    void release() {
      view.release();
      memtable.release();
    }
  }

  /**
   * The segments of a manifest, open; each has a reference that is the holder's.
   *
   * @param manifest names what they were opened from
   */
  private record OpenSegments(Manifest manifest, List<SourceView> views) {
    void release() {
      for (SourceView view : views) {
        view.source().release();
      }
    }
  }

  /** What is done about files that can be made again and do not open. */
  private enum Mending {
    MAKE_ANEW,
    DO_WITHOUT
  }

  /**
   * A table ready to be written.
   *
   * @param state what was found
   * @param fresh what was replayed, in a log that needs no other; not made yet when that was
   *     nothing
   * @param manifests the manifests
   */
  record Writable(Recovered state, FreshLog fresh, ManifestLog manifests) {
    /** Lets go of the log and the state. */
    void release() {
      fresh.close();
      state.release();
    }
  }

  /** Brings the table back for writing; files that belong to {@code indexes} stay. */
  Writable forWriting(KeyIndexes indexes, LastEnd lastEnd) {
    Manifest manifest = newestWhole();
    if (lastEnd != LastEnd.CLEAN) {
      // It may have been renamed and its folder not forced: what follows, and deletes, must not be
      // more durable than what it stands on.
      files.forceDirectory(store.directory());
      folder.forceNames();
    }
    folder.skipTo(manifest.nextFile());
    for (String path : folder.segmentFiles()) {
      folder.skipTo(TableFolder.numberOf(path) + 1);
    }
    long epoch = LogFiles.nextEpoch(files, folder.logDirectory());
    FreshLog fresh = new FreshLog(home, LogHeader.first(manifest.tableId(), epoch));
    @Nullable Recovered state = null;
    try {
      state = replay(open(manifest, Mending.MAKE_ANEW), fresh);
      if (fresh.isMade()) {
        fresh.publish(state.view().version());
      }
      ManifestLog manifests = new CrashCleanup(folder, store, indexes).after(manifest, state, home);
      long needed = fresh.isMade() ? epoch : manifests.oldestNeededLog();
      LogFiles.deleteBelow(files, folder.logDirectory(), needed);
      LogFiles.deleteUnfinished(files, folder.logDirectory());
      return new Writable(state, fresh, manifests);
    } catch (PilumException e) {
      if (state != null) {
        state.release();
      }
      fresh.close();
      throw e;
    }
  }

  /** Brings the table back for reading only; changes nothing on the disk. */
  Recovered forReading() {
    return again(
        new Supplier<>() { // a class costs less than a lambda on the way to a first query
          @Override
          public Recovered get() {
            return replay(usable(), null);
          }
        });
  }

  /** Returns the manifest that {@link #forReading} goes by. */
  Manifest newest() {
    return again(this::newestWhole);
  }

  /** As {@link #forReading}, with all files open. */
  PinnedTable pinned() {
    return again(() -> {
      Recovered found = replay(usable(), null);
      found.memtable().release();
      try {
        return PinnedTable.of(folder, found.view(), found.manifest());
      } catch (PilumException e) {
        found.view().release();
        throw e;
      }
    });
  }

  /**
   * Opens the segments of the newest manifest without files that can be made anew and do not open;
   * a reader does without them. Those that a writer has deleted meanwhile are no damage: then there
   * is a newer one.
   */
  private OpenSegments usable() {
    for (int attempt = 1; ; attempt++) {
      String before = names();
      Manifest manifest = newestWhole();
      OpenSegments usable = open(manifest, Mending.DO_WITHOUT);
      if (usable.manifest() == manifest || attempt == MAX_ATTEMPTS || names().equals(before)) {
        return usable;
      }
      usable.release();
    }
  }

  /** Starts again as long as a writer deletes something meanwhile. */
  private <T> T again(Supplier<T> reading) {
    for (int attempt = 1; ; attempt++) {
      String before = names();
      try {
        return reading.get();
      } catch (PilumException e) {
        if (attempt == MAX_ATTEMPTS || names().equals(before)) {
          throw e;
        }
      }
    }
  }

  /** Returns what tells whether a writer has been at work: the names of the manifests and logs. */
  private String names() {
    return store.generations() + " " + LogFiles.epochs(files, folder.logDirectory());
  }

  /** Returns the newest manifest whose truth is all there. */
  private Manifest newestWhole() {
    List<Long> generations = store.generations();
    PilumException firstFailure = null;
    for (long generation : generations) {
      try {
        Manifest manifest = store.read(generation);
        checkFiles(manifest);
        passedOver = firstFailure;
        return manifest;
      } catch (InvalidRequest e) {
        throw e; // a newer Pilum wrote it: what it says must not be undone
      } catch (PilumException e) {
        UpkeepLog.LOG.warn(
            "manifest {} of '{}' is passed over: {}", generation, folder.root(), e.getMessage());
        firstFailure = firstFailure == null ? e : firstFailure;
      }
    }
    if (firstFailure != null) {
      throw firstFailure;
    }
    throw new Corruption(store.directory(), -1, "a manifest", "none");
  }

  /**
   * Checks that the files that cannot be rebuilt are there in full length; their contents are
   * checked when opened or verified.
   */
  private void checkFiles(Manifest manifest) {
    for (SegmentMeta segment : manifest.segments()) {
      for (FileMeta file : segment.files()) {
        if (!file.kind().isRebuildable()) {
          checkLength(folder.pathOf(file), file.lengthBytes());
        }
      }
    }
  }

  private void checkLength(String path, long expected) {
    boolean there = files.exists(path);
    if (!there || files.length(path) != expected) {
      String found = there ? files.length(path) + " bytes" : "no such file";
      throw new Corruption(path, -1, expected + " bytes", found);
    }
  }

  /** Opens the segments of a manifest, each file once: nearly always there is nothing to mend. */
  private OpenSegments open(Manifest manifest, Mending mending) {
    Rebuilding rebuilding = new Rebuilding(folder, manifest.schema());
    List<SegmentMeta> segments = new ArrayList<>();
    List<SourceView> views = new ArrayList<>();
    boolean same = true;
    try {
      for (SegmentMeta segment : manifest.segments()) {
        SegmentMeta usable = segment;
        SourceView view = rebuilding.isReady(segment) ? openOrNull(segment, manifest) : null;
        if (view == null) {
          usable =
              mending == Mending.MAKE_ANEW
                  ? rebuilding.repaired(segment)
                  : rebuilding.usable(segment);
          view = open(usable, manifest);
        }
        segments.add(usable);
        views.add(view);
        same &= usable == segment;
      }
      return new OpenSegments(same ? manifest : with(manifest, segments), views);
    } catch (PilumException e) {
      new OpenSegments(manifest, views).release();
      throw culprit(e);
    }
  }

  /** Returns {@code null} where a file does not open, perhaps one that can be made again. */
  private @Nullable SourceView openOrNull(SegmentMeta segment, Manifest manifest) {
    try {
      return open(segment, manifest);
    } catch (PilumException e) {
      return null; // whoever opens it once more says why
    }
  }

  private SourceView open(SegmentMeta segment, Manifest manifest) {
    DeadRows dead = Segment.deadRows(files, folder.root(), segment);
    return Segment.open(home.files(), folder.root(), manifest.schema(), segment).view(dead);
  }

  /** Returns the manifest with other segments. */
  private static Manifest with(Manifest manifest, List<SegmentMeta> segments) {
    return new Manifest(
        manifest.generation(),
        manifest.tableId(),
        manifest.schema(),
        manifest.version(),
        manifest.nextRowId(),
        manifest.nextFile(),
        manifest.logEpoch(),
        segments,
        manifest.indexes(),
        manifest.history());
  }

  private Recovered replay(OpenSegments segments, @Nullable FreshLog copy) {
    Memtable memtable = new Memtable(segments.manifest().schema());
    try {
      return replay(segments, memtable, copy);
    } catch (PilumException e) {
      memtable.release();
      throw culprit(e);
    }
  }

  /** Logs that do not follow an older manifest are no damage: what hides the newer one is. */
  private PilumException culprit(PilumException found) {
    PilumException first = passedOver;
    if (first == null || !(found instanceof Corruption)) {
      return found;
    }
    first.addSuppressed(found);
    return first;
  }

  private Recovered replay(OpenSegments segments, Memtable memtable, @Nullable FreshLog copy) {
    Manifest manifest = segments.manifest();
    TableView base = withMemtable(segments, memtable);
    TableHistory history = new TableHistory(manifest.history());
    try {
      ViewEditor editor =
          new ViewEditor(base, memtable, new PerSourceKeyIndex(), manifest.history().notesDeaths());
      Replay replay = new Replay(folder, editor, copy);
      LogRange range = new LogRange(manifest.tableId(), manifest.logEpoch(), manifest.version());
      LogSummary summary = LogRecovery.replay(files, folder.logDirectory(), range, replay);
      if (summary.droppedBytes() > 0) {
        UpkeepLog.LOG.info(
            "'{}': dropped {} bytes of a write that was cut short",
            folder.root(),
            summary.droppedBytes());
        if (copy != null) {
          copy.writer(); // so that nobody comes upon them again
        }
      }
      history.committed(editor.applied());
      return new Recovered(replay.toView(), memtable, manifest, history);
    } finally {
      base.release();
    }
  }

  /** Returns a view that holds the segments from now on. */
  private static TableView withMemtable(OpenSegments segments, Memtable memtable) {
    Manifest manifest = segments.manifest();
    try {
      List<SourceView> sources = new ArrayList<>(segments.views());
      sources.add(memtable.view(DeadRows.NONE));
      return new TableView(manifest.version(), manifest.nextRowId(), manifest.schema(), sources);
    } finally {
      segments.release();
    }
  }
}
