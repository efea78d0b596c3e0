package dev.pilum.engine.db;

import dev.pilum.Problem.Kind;
import dev.pilum.Problem.Standing;
import dev.pilum.VerifyReport;
import dev.pilum.engine.check.Findings;
import dev.pilum.engine.check.HistoryCheck;
import dev.pilum.engine.check.RowCheck;
import dev.pilum.engine.check.SegmentCheck;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.SegmentMeta;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * Flushes and merges go on meanwhile. The files of one segment at a time are kept as they are; then the manifest is asked anew for a
 * segment not seen yet, until there is none. Another process may write, and delete files under a reader: what was found in files that
 * the newest manifest does not name any more does not count.
 */
/** Checks an open table: manifests, logs, the files of every segment, and its rows one by one. */
final class TableVerifier {
  private final TableStore store;
  private final FileStore files;
  private final String root;
  private final Findings findings = new Findings();
  private final Set<String> seen = new HashSet<>();

  private TableVerifier(TableStore store) {
    this.store = store;
    this.files = store.folder().files();
    this.root = store.folder().root();
  }

  static VerifyReport verify(TableStore store) {
    TableVerifier verifier = new TableVerifier(store);
    TableView view = store.acquire();
    try {
      verifier.checkHistory(view.version());
      boolean more = true;
      while (more) {
        more = verifier.checkNextSegment();
      }
      new RowCheck(view, verifier.root, store.manifest(), verifier.findings).check();
    } finally {
      view.release();
    }
    return verifier.findings.report();
  }

  private void checkHistory(long version) {
    List<String> before = names();
    Findings found = historyNow(version);
    while (!found.report().ok() && !before.equals(names())) {
      before = names();
      found = historyNow(version);
    }
    findings.addAll(found);
  }

  private Findings historyNow(long version) {
    Findings found = new Findings();
    store.whileFilesStay(() -> {
      HistoryCheck check = new HistoryCheck(files, root);
      check.check(found, store.isWritable() ? store.manifestOnDisk().generation() : Long.MAX_VALUE);
      if (check.lastCommit() >= 0 && check.lastCommit() < version) {
        found.add(
            Kind.LOG,
            Standing.TRUTH,
            root + "/wal",
            "the log of '%s' ends at commit %d of %d".formatted(root, check.lastCommit(), version));
      }
    });
    return found;
  }

  /** Returns what tells whether somebody has been at work. */
  private List<String> names() {
    return List.of(files.list(root + "/manifest").toString(), files.list(root + "/wal").toString());
  }

  /** Returns whether there was one. */
  private boolean checkNextSegment() {
    boolean[] found = {false};
    store.whileFilesStay(() -> {
      SegmentMeta next = nextUnseen();
      if (next != null) {
        found[0] = true;
        Findings ofSegment =
            new SegmentCheck(files, root, store.manifestOnDisk().schema()).check(next);
        if (ofSegment.report().ok() || store.manifestOnDisk().segments().contains(next)) {
          findings.addAll(ofSegment);
        }
      }
    });
    return found[0];
  }

  private @Nullable SegmentMeta nextUnseen() {
    for (SegmentMeta segment : store.manifestOnDisk().segments()) {
      if (seen.add(keyOf(segment))) {
        return segment;
      }
    }
    return null;
  }

  /**
   * A segment is read once, though files join it meanwhile; a damaged one may have been replaced.
   */
  private static String keyOf(SegmentMeta segment) {
    FileMeta scalars = segment.find(FileMeta.Kind.SCALARS, 0);
    return segment.id() + " " + (scalars == null ? "" : scalars.path());
  }
}
