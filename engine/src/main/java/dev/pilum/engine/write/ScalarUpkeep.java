package dev.pilum.engine.write;

import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes the zone maps and scalar indexes that segments lack, one at a time, while their columns are
 * read instead; commits, flushes and merges go on beside it.
 *
 * <p>Safe for use by many threads.
 */
final class ScalarUpkeep {
  private final TableFolder folder;
  private final ViewHolder views;
  private final Upkeep upkeep;
  private final ScalarFiles scalars;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Missing> hopeless = new HashSet<>();
  private volatile boolean cancelled;

  ScalarUpkeep(TableFolder folder, ViewHolder views, Upkeep upkeep) {
    this.folder = folder;
    this.views = views;
    this.upkeep = upkeep;
    this.scalars = new ScalarFiles(folder);
  }

  /** A file that a segment lacks. */
  private record Missing(long segment, Kind kind, int fieldId) {}

  /** Makes all that is missing, after what is under way; gives up when cancelled. */
  void buildMissing() {
    lock.lock();
    try {
      while (!cancelled && makeNext()) {
        UpkeepLog.LOG.debug("one more scalar index for '{}'", folder.root());
      }
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

  private boolean makeNext() {
    TableView view = views.acquire();
    try {
      for (SourceView source : view.sources()) {
        if (source.source() instanceof Segment segment) {
          Missing missing = firstMissing(segment);
          if (missing != null) {
            make(segment, source, missing);
            return true;
          }
        }
      }
      return false;
    } finally {
      view.release();
    }
  }

  private @Nullable Missing firstMissing(Segment segment) {
    Missing zones = new Missing(segment.id(), Kind.ZONES, 0);
    return !segment.hasIndex(Kind.ZONES, 0) && !hopeless.contains(zones) ? zones : null;
  }

  private void make(Segment segment, SourceView source, Missing missing) {
    FileMeta file = scalars.zones(source.rows());
    if (!upkeep.addIndex(segment, file)) { // merged meanwhile
      folder.deleteUnneeded(file.path());
      hopeless.add(missing);
    }
  }
}
