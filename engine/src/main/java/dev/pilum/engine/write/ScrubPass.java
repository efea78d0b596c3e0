package dev.pilum.engine.write;

import dev.pilum.Problem;
import dev.pilum.Problem.Kind;
import dev.pilum.Problem.Standing;
import dev.pilum.engine.check.Findings;
import dev.pilum.engine.check.HistoryCheck;
import dev.pilum.engine.check.PacedFiles;
import dev.pilum.engine.check.RowCheck;
import dev.pilum.engine.check.SegmentCheck;
import dev.pilum.engine.check.TimedPace;
import dev.pilum.engine.table.Diagnosis;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.Schema;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/*
 * A pass may take hours, so it holds nothing: no lock, no view, no file that others want to delete. Commits, flushes and merges go on,
 * and files go under its hands. Names are never used twice, so after the fact it is plain whether a problem counts: it does if the
 * newest manifest still names the file. A segment that is merged while it is read is read no further; whoever merges has read it whole.
 * What is written after the pass began is left to the next one, or one of a busy table would never end.
 *
 * Rows are checked some at a time, each time in the newest view, from the row id on at which the last ones ended.
 */
/** Reads all files of one table once, at a pace. One thread. */
final class ScrubPass {
  private static final int ROWS_AT_ONCE = 1_024;

  /**
   * A cache line each for id, version, key and key table is read of a row, or something like it.
   */
  private static final long BYTES_PER_ROW = 256;

  /** How often logs or columns are read anew that went meanwhile; then they are young ones. */
  private static final int TRIES = 3;

  private final String root;
  private final FileStore files;
  private final TimedPace pace;
  private final FileStore paced;
  private final ViewHolder views;
  private final ManifestLog manifests;
  private final BooleanSupplier over;
  private final Findings findings = new Findings();
  private @Nullable SegmentMeta current;

  /** Begins nothing yet; {@code over} says whether to give up. */
  ScrubPass(
      Env env,
      long bytesPerSecond,
      TableFolder folder,
      ViewHolder views,
      ManifestLog manifests,
      BooleanSupplier over) {
    this.root = folder.root();
    this.files = folder.files();
    this.views = views;
    this.manifests = manifests;
    this.over = over;
    this.pace = new TimedPace(env, bytesPerSecond, () -> over.getAsBoolean() || isGone(current));
    this.paced = new PacedFiles(files, pace);
  }

  /**
   * Returns what was found.
   *
   * @throws CancellationException when given up
   */
  Findings run() {
    checkHistory();
    int before = findings.problems().size();
    for (SegmentMeta segment : manifests.newest().segments()) {
      check(segment.id());
    }
    if (findings.problems().size() == before) { // else what is wrong is known already
      checkRows();
    }
    pace.spend(0); // many small tables are no large one read at once
    return findings;
  }

  private void checkHistory() {
    for (int tries = TRIES; tries > 0; tries--) {
      List<String> before = names();
      Findings found = historyNow();
      if (found.problems().isEmpty() || before.equals(names())) {
        findings.addAll(found);
        return;
      }
    }
    UpkeepLog.LOG.debug("the logs of '{}' go faster than they are read", root);
  }

  private Findings historyNow() {
    Findings found = new Findings();
    long version = views.newest().version();
    HistoryCheck check = new HistoryCheck(paced, root);
    check.check(found, manifests.newest().generation());
    if (check.lastCommit() >= 0 && check.lastCommit() < version) {
      found.add(
          Kind.LOG,
          Standing.TRUTH,
          root + "/wal",
          "the log of '%s' ends at commit %d of %d".formatted(root, check.lastCommit(), version));
    }
    return found;
  }

  /** Returns what tells whether somebody has been at work. */
  private List<String> names() {
    return List.of(files.list(root + "/manifest").toString(), files.list(root + "/wal").toString());
  }

  /** Checks a segment with the files that it has by now, if it is still there. */
  private void check(long id) {
    boolean settled = false;
    for (int tries = TRIES; tries > 0 && !settled; tries--) {
      Manifest manifest = manifests.newest();
      SegmentMeta segment = segment(manifest, id);
      settled = segment == null || check(segment, manifest.schema());
    }
    if (!settled) {
      UpkeepLog.LOG.debug("the columns of '{}' change faster than they are read", root);
    }
  }

  /**
   * Returns whether that is settled: what is wrong with columns that have other files by now says
   * nothing of these.
   */
  private boolean check(SegmentMeta segment, Schema schema) {
    current = segment;
    try {
      Findings found = new SegmentCheck(paced, root, schema, pace).check(segment);
      SegmentMeta now = segment(manifests.newest(), segment.id());
      boolean settled =
          found.problems().isEmpty() || now == null || columns(now).equals(columns(segment));
      if (settled) {
        findings.addAll(found, problem -> now != null && isOf(now, segment, problem));
      }
      return settled;
    } catch (CancellationException e) {
      if (over.getAsBoolean() || !isGone(segment)) {
        throw e;
      }
      UpkeepLog.LOG.debug("segment {} of '{}' is gone, it is read no further", segment.id(), root);
      return true;
    } finally {
      current = null;
    }
  }

  private static List<FileMeta> columns(SegmentMeta segment) {
    return segment.files().stream()
        .filter(file -> file.kind() == FileMeta.Kind.SCALARS || file.kind() == FileMeta.Kind.VECTOR)
        .toList();
  }

  /** Returns whether a file that something is wrong with is still one of the segment's. */
  private boolean isOf(SegmentMeta now, SegmentMeta checked, Problem problem) {
    return now.equals(checked)
        || now.files().stream().anyMatch(file -> (root + "/" + file.path()).equals(problem.file()));
  }

  private boolean isGone(@Nullable SegmentMeta segment) {
    return segment != null && segment(manifests.newest(), segment.id()) == null;
  }

  private static @Nullable SegmentMeta segment(Manifest manifest, long id) {
    for (SegmentMeta segment : manifest.segments()) {
      if (segment.id() == id) {
        return segment;
      }
    }
    return null;
  }

  private void checkRows() {
    long end = views.newest().nextRowId() - 1;
    try {
      long last = 0;
      while (last < end) {
        pace.spend(ROWS_AT_ONCE * BYTES_PER_ROW);
        last = checkRowsAfter(last);
      }
    } catch (Corruption e) {
      findings.add(manifests.newest(), root, e);
    }
  }

  private long checkRowsAfter(long rowId) {
    TableView view = views.acquire();
    try {
      return new RowCheck(view, root, manifests.newest(), findings).checkAfter(rowId, ROWS_AT_ONCE);
    } catch (RuntimeException e) {
      Diagnosis.throwDamage(view, e);
      throw e;
    } finally {
      view.release();
    }
  }
}
