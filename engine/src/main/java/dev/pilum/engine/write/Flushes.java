package dev.pilum.engine.write;

import dev.pilum.engine.event.Kind;
import dev.pilum.engine.event.Span;
import dev.pilum.engine.table.SearchHabits;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.table.ViewHolder;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.segment.DeadRows;
import dev.pilum.storage.segment.DeleteFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the memtable into a segment. The order is the crash safety: a new log and memtable, files
 * written and forced, the folder forced, the manifest written, the view published.
 *
 * <p>For the holder of the upkeep lock.
 */
final class Flushes {
  private final TableFolder folder;
  private final ViewHolder views;
  private final CommitPipeline pipeline;
  private final ManifestLog manifests;
  private final Upkeep upkeep;
  private final GraphOrigins origins;

  Flushes(
      TableFolder folder,
      ViewHolder views,
      CommitPipeline pipeline,
      ManifestLog manifests,
      Upkeep upkeep,
      GraphOrigins origins) {
    this.folder = folder;
    this.views = views;
    this.pipeline = pipeline;
    this.manifests = manifests;
    this.upkeep = upkeep;
    this.origins = origins;
  }

  /** Flushes, if there is anything new. */
  void flush() {
    if (views.newest().version() == manifests.newest().version()) {
      return;
    }
    Span span = upkeep.events().begin(Kind.FLUSH);
    TableView frozen = pipeline.rotate();
    try {
      List<SourceView> sources = frozen.sources();
      assert sources.size() == manifests.newest().segments().size() + 2
          : "one memtable is flushed at a time";
      upkeep.giveUpVersions(frozen.version());
      SourceView memtable = upkeep.kept(sources.get(sources.size() - 2));
      List<SegmentMeta> before = manifests.newest().segments();
      List<SegmentMeta> segments = withDeletes(sources);
      SegmentMeta written = written(memtable, frozen);
      if (written != null) {
        segments.add(written);
      }
      folder.forceNames();
      manifests.write(frozen.version(), frozen.nextRowId(), pipeline.logEpoch(), segments);
      origins.moved(frozen, List.of(memtable), written);
      replace(memtable, written, SearchHabits.in(sources));
      NewFiles files = NewFiles.of(before, segments);
      upkeep.events().traffic().flushed(files.bytes());
      upkeep.events().end(span, files::flush);
    } finally {
      frozen.release();
    }
  }

  /** Writes the rows that any version needs, and which of them are dead in the newest. */
  private @Nullable SegmentMeta written(SourceView memtable, TableView frozen) {
    if (memtable.liveCount() == 0) {
      return null;
    }
    SegmentMeta written =
        new SegmentWriter(
                folder, frozen.schema(), List.of(), manifests.newest().indexes(), List.of(memtable))
            .write();
    DeadRows dead = new Replacement(List.of(memtable), null).deadIn(frozen);
    return dead.count() == 0 ? written : withDeletes(folder, written, dead);
  }

  private List<SegmentMeta> withDeletes(List<SourceView> sources) {
    List<SegmentMeta> segments = new ArrayList<>(manifests.newest().segments());
    for (int i = 0; i < segments.size(); i++) {
      SegmentMeta segment = segments.get(i);
      SourceView view = sources.get(i);
      if (view.dead().count() != segment.deadCount()) {
        segments.set(i, withDeletes(folder, segment, view.dead()));
      }
    }
    return segments;
  }

  /**
   * Writes down which rows of a segment are dead; the name of the file is the caller's to force.
   */
  static SegmentMeta withDeletes(TableFolder folder, SegmentMeta segment, DeadRows dead) {
    String path = folder.newPath(FileMeta.Kind.DELETES);
    FileMeta file = DeleteFile.write(folder.files(), folder.root(), path, dead, segment.rowCount());
    return segment.withDeletes(file, dead.count());
  }

  private void replace(SourceView memtable, @Nullable SegmentMeta written, SearchHabits habits) {
    Segment segment =
        written == null
            ? null
            : Segment.open(folder.files(), folder.root(), views.newest().schema(), written);
    try {
      if (segment != null) {
        segment.getReadyFor(habits);
      }
      pipeline.replace(new Replacement(List.of(memtable), segment));
    } finally {
      if (segment != null) {
        segment.release();
      }
    }
  }
}
