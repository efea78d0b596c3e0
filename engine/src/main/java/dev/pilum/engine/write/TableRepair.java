package dev.pilum.engine.write;

import dev.pilum.DatabaseOptions;
import dev.pilum.Problem;
import dev.pilum.Problem.Standing;
import dev.pilum.RepairReport.RepairedTable;
import dev.pilum.engine.check.Findings;
import dev.pilum.engine.check.HistoryCheck;
import dev.pilum.engine.check.SegmentCheck;
import dev.pilum.engine.check.TableCheck;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.ManifestStore;
import dev.pilum.storage.manifest.SegmentMeta;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Truth is read and never written: no column, delete file or log is changed, moved or deleted. What is made again gets new files, and
 * one new manifest names them instead of the damaged ones; everything else in it is as it was. So a crash at any moment leaves the
 * table as it was before, or repaired. The damaged files are deleted when the table is opened for writing next, as all are that no
 * manifest names.
 *
 * A segment with damaged truth is left as it is altogether: an index made from damaged columns would hide the damage.
 */
/** Makes again what can be made again in a table that nobody has open. One thread. */
public final class TableRepair {
  private final TableFolder folder;
  private final ManifestStore manifests;
  private final SegmentRepair segments;
  private final SegmentCheck check;
  private final Manifest base;

  private TableRepair(Env env, DatabaseOptions options, TableFolder folder, Manifest base) {
    this.folder = folder;
    this.manifests = new ManifestStore(folder.files(), folder.root());
    this.segments = new SegmentRepair(folder, base, new GraphBuilds(env, options));
    this.check = new SegmentCheck(folder.files(), folder.root(), base.schema());
    this.base = base;
  }

  /** Repairs the table of this name; the caller holds the database's lock. */
  public static RepairedTable repair(Env env, DatabaseOptions options, String name) {
    TableFolder folder = new TableFolder(env.files(), name);
    folder.create(); // a folder of files that can all be made again may be missing
    Findings found = new Findings();
    Manifest base = new HistoryCheck(folder.files(), name).check(found);
    boolean historyIsSafe = !found.hasLosses();
    if (base != null && historyIsSafe) {
      found.addAll(new TableRepair(env, options, folder, base).repair(found.problems()));
    } else {
      found = TableCheck.check(folder.files(), name);
    }
    return report(name, found, TableCheck.check(folder.files(), name));
  }

  private static RepairedTable report(String name, Findings found, Findings left) {
    Set<Problem> remaining = new HashSet<>(left.problems());
    return new RepairedTable(
        name,
        found.problems().stream().filter(problem -> !remaining.contains(problem)).toList(),
        left.problems());
  }

  /** Returns what was wrong with segments. */
  private Findings repair(List<Problem> ofHistory) {
    folder.skipTo(base.nextFile());
    folder.segmentFiles().forEach(path -> folder.skipTo(TableFolder.numberOf(path) + 1));
    Findings all = new Findings();
    List<SegmentMeta> mended = new ArrayList<>();
    for (SegmentMeta segment : base.segments()) {
      Findings found = check.check(segment);
      mended.add(found.hasLosses() ? segment : mended(segment, found));
      all.addAll(found);
    }
    if (!mended.equals(base.segments()) || !ofHistory.isEmpty()) {
      publish(mended);
    }
    return all;
  }

  private SegmentMeta mended(SegmentMeta segment, Findings found) {
    Set<String> damaged = new HashSet<>();
    for (Problem problem : found.problems()) {
      assert problem.standing() == Standing.REBUILDABLE : problem;
      damaged.add(problem.file());
    }
    return damaged.isEmpty() ? segment : segments.mended(segment, damaged);
  }

  /**
   * Writes the next manifest, then deletes those that cannot be read: what they said, the new one
   * says, or the logs do.
   */
  private void publish(List<SegmentMeta> mended) {
    long newest = manifests.generations().getFirst();
    folder.forceNames();
    manifests.write(
        new Manifest(
            newest + 1,
            base.tableId(),
            base.schema(),
            base.version(),
            base.nextRowId(),
            folder.nextNumber(),
            base.logEpoch(),
            mended,
            base.indexes(),
            base.history()));
    for (long generation : manifests.generations()) {
      if (read(generation) == null) {
        manifests.delete(generation);
      }
    }
    folder.files().forceDirectory(manifests.directory());
  }

  private @Nullable Manifest read(long generation) {
    try {
      return manifests.read(generation);
    } catch (PilumException e) {
      UpkeepLog.LOG.info("a damaged manifest goes: {}", e.getMessage());
      return null;
    }
  }
}
