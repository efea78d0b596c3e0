package dev.pilum.engine.check;

import dev.pilum.Problem.Kind;
import dev.pilum.Problem.Standing;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.wal.LogRange;
import dev.pilum.storage.wal.LogRecordConsumer;
import dev.pilum.storage.wal.LogRecovery;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * A table is the newest manifest whose files are all there, and the commits that the logs have behind it. A newer manifest that is
 * damaged has taken nothing with it while an older one is whole and the logs go on from there without a gap: both are kept for just
 * that. So whether a damaged manifest is a loss is known only after the logs have been read.
 */
/** Checks the manifests and logs of a table. Changes nothing. One thread. */
public final class HistoryCheck {
  private final FileStore files;
  private final String root;
  private final ManifestStore store;
  private final String logDirectory;
  private long lastCommit = -1;

  /** Speaks of the table in the folder {@code root}. */
  public HistoryCheck(FileStore files, String root) {
    this.files = files;
    this.root = root;
    this.store = new ManifestStore(files, root);
    this.logDirectory = root + "/wal";
  }

  /**
   * A manifest that is not the base.
   *
   * @param path where it is
   * @param readable what it says, unless it is damaged itself
   * @param failure why not
   */
  private record Damaged(String path, @Nullable Manifest readable, PilumException failure) {}

  /**
   * Checks all, and returns the newest manifest whose truth is all there; else the newest that can
   * be read, else {@code null}.
   *
   * @throws InvalidRequest when a newer Pilum wrote the table
   */
  public @Nullable Manifest check(Findings findings) {
    return check(findings, Long.MAX_VALUE);
  }

  /**
   * As {@link #check(Findings)}, of a table whose writer goes by the manifest {@code newest}: later
   * ones, which can be read, were passed over when it was opened, for their files are not there.
   */
  public @Nullable Manifest check(Findings findings, long newest) {
    List<Damaged> damaged = new ArrayList<>();
    List<Manifest> whole = new ArrayList<>();
    for (long generation : store.generations()) {
      if (whole.size() < 2) { // what is older is on its way out
        check(generation, newest, whole, damaged);
      }
    }
    boolean safe = !whole.isEmpty() && logIsWhole(whole.getFirst(), findings);
    Standing standing = safe ? Standing.REBUILDABLE : Standing.TRUTH;
    damaged.forEach(d -> findings.add(Kind.MANIFEST, standing, d.path(), d.failure()));
    if (whole.isEmpty() && damaged.isEmpty()) {
      findings.add(
          Kind.MANIFEST,
          Standing.TRUTH,
          store.directory(),
          "there is no manifest in '%s'".formatted(store.directory()));
    }
    return whole.isEmpty() ? newestReadable(damaged) : whole.getFirst();
  }

  /** Returns the newest commit that logs and manifests have; -1 when they are damaged. */
  public long lastCommit() {
    return lastCommit;
  }

  private void check(long generation, long newest, List<Manifest> whole, List<Damaged> damaged) {
    Manifest manifest = null;
    try {
      manifest = store.read(generation);
      if (generation <= newest) {
        checkFiles(manifest);
        whole.add(manifest);
      }
    } catch (InvalidRequest e) {
      throw e;
    } catch (PilumException e) {
      damaged.add(new Damaged(store.path(generation), manifest, e));
    }
  }

  private static @Nullable Manifest newestReadable(List<Damaged> damaged) {
    for (Damaged manifest : damaged) {
      if (manifest.readable() != null) {
        return manifest.readable();
      }
    }
    return null;
  }

  /** Throws unless the truth that {@code manifest} names is there in full length. */
  private void checkFiles(Manifest manifest) {
    for (SegmentMeta segment : manifest.segments()) {
      for (FileMeta file : segment.files()) {
        String path = root + "/" + file.path();
        boolean there = files.exists(path);
        if (!file.kind().isRebuildable() && (!there || files.length(path) != file.lengthBytes())) {
          String found = there ? files.length(path) + " bytes" : "no such file";
          throw new Corruption(path, -1, file.lengthBytes() + " bytes", found);
        }
      }
    }
  }

  private boolean logIsWhole(Manifest base, Findings findings) {
    LogRange range = new LogRange(base.tableId(), base.logEpoch(), base.version());
    WithoutGaps commits = new WithoutGaps(logDirectory, base.version());
    try {
      LogRecovery.replay(files, logDirectory, range, commits);
      lastCommit = commits.version;
      return true;
    } catch (PilumException e) {
      String file = e instanceof Corruption corruption ? corruption.file() : logDirectory;
      findings.add(Kind.LOG, Standing.TRUTH, file, e);
      return false;
    }
  }

  /** Takes records that follow each other. */
  private static final class WithoutGaps implements LogRecordConsumer {
    private final String directory;
    private long version;

    WithoutGaps(String directory, long version) {
      this.directory = directory;
      this.version = version;
    }

    @Override
    public void accept(long sequence, MemorySegment payload) {
      version++;
      if (sequence != version) {
        throw new Corruption(directory, -1, "commit " + version, "commit " + sequence);
      }
    }
  }
}
