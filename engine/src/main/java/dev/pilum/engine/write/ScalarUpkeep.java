package dev.pilum.engine.write;

import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.FileMeta.Kind;
import dev.pilum.storage.manifest.IndexDefinition;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.ScalarIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Knows which scalar indexes a table should have, and makes those, and the zone maps, that segments
 * lack: one at a time, while their columns are read instead; commits, flushes and merges go on
 * beside it.
 *
 * <p>Safe for use by many threads.
 */
public final class ScalarUpkeep {
  private final TableFolder folder;
  private final ViewHolder views;
  private final Upkeep upkeep;
  private final ManifestLog manifests;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean cancelled;

  ScalarUpkeep(TableFolder folder, ViewHolder views, Upkeep upkeep, ManifestLog manifests) {
    this.folder = folder;
    this.views = views;
    this.upkeep = upkeep;
    this.manifests = manifests;
  }

  /**
   * Has every segment get an index, those there are in the background; returns once that is
   * durable. Does nothing when the table should have it already.
   */
  public void create(IndexDefinition index) {
    upkeep.exclusively(() -> {
      List<IndexDefinition> indexes = new ArrayList<>(manifests.newest().indexes());
      boolean isColumn = manifests.newest().schema().withId(index.fieldId()) != null;
      if (isColumn && !indexes.contains(index)) { // it may have been dropped a moment ago
        indexes.add(index);
        manifests.write(indexes, manifests.newest().segments());
      }
    });
    upkeep.request();
  }

  /** Takes an index away from all segments; returns once that is durable. */
  public void drop(IndexDefinition index) {
    upkeep.exclusively(() -> {
      List<IndexDefinition> indexes = new ArrayList<>(manifests.newest().indexes());
      if (indexes.remove(index)) {
        Kind kind = Kind.of(index.kind());
        List<SegmentMeta> segments = new ArrayList<>();
        for (SegmentMeta segment : manifests.newest().segments()) {
          segments.add(segment.without(kind, index.fieldId()));
        }
        detach(kind, index.fieldId());
        manifests.write(indexes, segments);
      }
    });
  }

  /** Takes files out of use before they are deleted. */
  private void detach(Kind kind, int fieldId) {
    for (SourceView source : views.newest().sources()) {
      if (source.source() instanceof Segment segment) {
        segment.detach(kind, fieldId);
      }
    }
  }

  /**
   * Returns whether a file that was made beside the upkeep lock, which the caller holds, may join.
   */
  boolean isWanted(FileMeta file) {
    ScalarIndex kind = file.kind().scalarIndex();
    return kind == null
        || manifests.newest().indexes().contains(new IndexDefinition(file.fieldId(), kind));
  }

  /**
   * Returns a segment that was written beside the upkeep lock, which the caller holds, without the
   * files of indexes that have been dropped meanwhile. No manifest names it yet.
   */
  SegmentMeta withoutDropped(SegmentMeta written, Segment segment) {
    SegmentMeta wanted = written;
    for (FileMeta file : written.files()) {
      if (!isWanted(file)) {
        wanted = wanted.without(file.kind(), file.fieldId());
        segment.detach(file.kind(), file.fieldId());
        folder.deleteUnneeded(file.path());
      }
    }
    return wanted;
  }

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

  /** A segment that lacks its zone maps, or an index. */
  private record Missing(Segment segment, SourceView source, @Nullable IndexDefinition index) {}

  private boolean makeNext() {
    TableView view = views.acquire();
    try {
      Missing missing = firstMissing(view);
      if (missing == null) {
        return false;
      }
      ScalarFiles scalars = new ScalarFiles(folder, view.schema());
      FileMeta file =
          missing.index() == null
              ? scalars.zones(missing.source().rows())
              : scalars.index(missing.source().rows(), missing.index());
      if (!upkeep.addIndex(missing.segment(), file)) { // merged or dropped meanwhile
        folder.deleteUnneeded(file.path());
        return views.newest() != view; // or the same would be made for ever
      }
      return true;
    } finally {
      view.release();
    }
  }

  private @Nullable Missing firstMissing(TableView view) {
    for (SourceView source : view.sources()) {
      if (source.source() instanceof Segment segment) {
        if (!segment.hasIndex(Kind.ZONES, 0)) {
          return new Missing(segment, source, null);
        }
        for (IndexDefinition index : manifests.newest().indexes()) {
          boolean isColumn = view.schema().withId(index.fieldId()) != null; // it may be newer
          if (isColumn && !segment.hasIndex(Kind.of(index.kind()), index.fieldId())) {
            return new Missing(segment, source, index);
          }
        }
      }
    }
    return null;
  }
}
