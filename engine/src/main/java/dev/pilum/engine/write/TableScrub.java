package dev.pilum.engine.write;

import dev.pilum.Problem;
import dev.pilum.Problem.Standing;
import dev.pilum.ScrubOptions;
import dev.pilum.TableEvent;
import dev.pilum.TableStats.ScrubStats;
import dev.pilum.VerifyReport;
import dev.pilum.engine.event.Kind;
import dev.pilum.engine.event.Span;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.env.Env;
import dev.pilum.storage.error.PilumException;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.Manifest;
import dev.pilum.storage.manifest.SegmentMeta;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Reads a table's files to see whether they are still what was written, tells what is not, and has
 * graphs and scalar indexes made again. Columns, deletes and logs are never touched.
 *
 * <p>Safe for use by many threads; one pass at a time.
 */
public final class TableScrub {
  private final Env env;
  private final ScrubOptions options;
  private final TableFolder folder;
  private final ViewHolder views;
  private final ManifestLog manifests;
  private final Upkeep upkeep;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean cancelled;
  private volatile ScrubStats last = ScrubStats.NONE;

  TableScrub(
      Env env,
      ScrubOptions options,
      TableFolder folder,
      ViewHolder views,
      ManifestLog manifests,
      Upkeep upkeep) {
    this.env = env;
    this.options = options;
    this.folder = folder;
    this.views = views;
    this.manifests = manifests;
    this.upkeep = upkeep;
  }

  /** Returns what the last pass found. */
  public ScrubStats last() {
    return last;
  }

  /**
   * Reads all once, pausing as its pace wants it; ends early when the table is closed, or {@code
   * over}.
   */
  public void run(BooleanSupplier over) {
    lock.lock();
    try {
      if (!cancelled) {
        pass(() -> cancelled || over.getAsBoolean());
      }
    } catch (CancellationException e) {
      UpkeepLog.LOG.debug("gave up a scrub of '{}'", folder.root());
    } finally {
      lock.unlock();
    }
  }

  /** Begins nothing any more, and returns when what is under way has ended. */
  void cancel() {
    cancelled = true;
    lock.lock();
    try {
      assert cancelled : "nobody starts again";
    } finally {
      lock.unlock();
    }
  }

  private void pass(BooleanSupplier over) {
    Span span = upkeep.events().begin(Kind.SCRUB);
    VerifyReport found =
        new ScrubPass(env, options.bytesPerSecond(), folder, views, manifests, over).run().report();
    List<Problem> problems = found.problems();
    Instant now = Instant.ofEpochMilli(env.currentTimeMillis());
    last =
        new ScrubStats(
            last.rounds() + 1, now, found.filesChecked(), found.bytesChecked(), problems);
    upkeep
        .events()
        .end(
            span,
            (table, nanos) ->
                new TableEvent.Scrub(
                    table, nanos, found.filesChecked(), found.bytesChecked(), problems));
    if (!problems.isEmpty()) {
      mend(problems);
    }
  }

  /** Has made again what can be while the table is open, and says what has become of each. */
  private void mend(List<Problem> problems) {
    Set<String> damaged = new HashSet<>();
    problems.forEach(problem -> damaged.add(problem.file()));
    Set<String> anew = distrust(damaged);
    boolean manifest = rewriteManifest(damaged);
    for (Problem problem : problems) {
      boolean history =
          problem.kind() == Problem.Kind.MANIFEST || problem.kind() == Problem.Kind.LOG;
      String remedy =
          history && manifest
              ? "the newest manifest has been written again"
              : remedy(problem, anew.contains(problem.file()));
      UpkeepLog.LOG.warn("scrub of '{}': {}; {}", folder.root(), problem.message(), remedy);
    }
    upkeep.request();
  }

  /**
   * Takes damaged files out of use whose segments' columns are whole, and returns those that upkeep
   * makes again.
   */
  private Set<String> distrust(Set<String> damaged) {
    Set<String> anew = new HashSet<>();
    upkeep.whileFilesStay(() -> {
      for (SegmentMeta segment : manifests.newest().segments()) {
        if (isTruthWhole(segment, damaged)) {
          segment.files().stream()
              .filter(file -> damaged.contains(folder.pathOf(file)) && distrusts(segment, file))
              .forEach(file -> anew.add(folder.pathOf(file)));
        }
      }
    });
    return anew;
  }

  private boolean distrusts(SegmentMeta meta, FileMeta file) {
    TableView view = views.acquire();
    try {
      for (SourceView source : view.sources()) {
        if (source.source() instanceof Segment segment && segment.id() == meta.id()) {
          return segment.distrust(file);
        }
      }
      return false;
    } finally {
      view.release();
    }
  }

  /**
   * Writes the newest manifest again, twice, if one of the two on the disk cannot be read: what it
   * says is known, and both are needed should one be lost. Not where a segment has lost something:
   * then the older manifest may be the one that saves it.
   *
   * @return whether it did
   */
  private boolean rewriteManifest(Set<String> damaged) {
    boolean[] written = {false};
    try {
      upkeep.exclusively(() -> {
        Manifest newest = manifests.newest();
        boolean whole = newest.segments().stream().allMatch(s -> isTruthWhole(s, damaged));
        if (whole && manifests.isUnreadable(damaged)) {
          manifests.write(newest.segments());
          manifests.write(newest.segments());
          written[0] = true;
        }
      });
    } catch (PilumException e) {
      UpkeepLog.LOG.warn("'{}' is not mended: {}", folder.root(), e.getMessage());
    }
    return written[0];
  }

  private boolean isTruthWhole(SegmentMeta segment, Set<String> damaged) {
    return segment.files().stream()
        .allMatch(file -> file.kind().isRebuildable() || !damaged.contains(folder.pathOf(file)));
  }

  private static String remedy(Problem problem, boolean madeAnew) {
    if (problem.standing() == Standing.TRUTH) {
      return "`pilum repair` leaves it as it is: restore the table from a backup";
    }
    return madeAnew
        ? "it is used no more, and made again in the background, as `pilum repair` would"
        : "close the database and run `pilum repair`, which makes it again";
  }
}
