package dev.pilum.engine.db;

import dev.pilum.TableStats;
import dev.pilum.TableStats.ScrubStats;
import dev.pilum.TableStats.SegmentStats;
import dev.pilum.TableStats.UpkeepStats;
import dev.pilum.engine.event.Traffic;
import dev.pilum.engine.table.Memtable;
import dev.pilum.engine.table.Segment;
import dev.pilum.engine.table.SourceView;
import dev.pilum.engine.table.TableView;
import dev.pilum.engine.write.TableScrub;
import dev.pilum.engine.write.TableStore;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.SegmentMeta;
import dev.pilum.storage.schema.Field;
import dev.pilum.storage.schema.ScalarIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the figures of a table. */
final class TableFigures {
  private TableFigures() {}

  static TableStats of(TableStore store) {
    TableView view = store.acquire();
    try {
      long memtableRows = 0;
      long memtableBytes = 0;
      List<SegmentStats> segments = new ArrayList<>();
      List<SegmentMeta> metas = store.manifest().segments();
      for (SourceView source : view.sources()) {
        switch (source.source()) {
          case Memtable memtable -> {
            memtableRows += source.rowCount();
            memtableBytes += memtable.sizeBytes();
          }
          case Segment segment -> segments.add(of(segment, source, metas));
        }
      }
      DiskUse use = DiskUse.of(store.folder().files(), store.folder().root());
      return new TableStats(
          view.version(),
          view.liveCount(),
          memtableRows,
          memtableBytes,
          segments,
          use.files(),
          use.bytes(),
          Feeds.list(store),
          upkeep(store, view),
          scrub(store));
    } finally {
      view.release();
    }
  }

  private static ScrubStats scrub(TableStore store) {
    TableScrub scrub = store.isWritable() ? store.upkeep().scrub() : null;
    return scrub == null ? ScrubStats.NONE : scrub.last();
  }

  private static UpkeepStats upkeep(TableStore store, TableView view) {
    Traffic traffic = store.events().traffic();
    return new UpkeepStats(
        traffic.commits(),
        traffic.payloadBytes(),
        traffic.logBytes(),
        traffic.flushBytes(),
        traffic.mergeBytes(),
        traffic.indexBytes(),
        store.unflushedBytes(),
        store.waitingChanges(),
        store.isWritable() ? store.upkeep().segmentsWithoutGraph(view) : 0);
  }

  private static SegmentStats of(Segment segment, SourceView source, List<SegmentMeta> metas) {
    long data = 0;
    long index = 0;
    SortedMap<String, Long> byKind = new TreeMap<>();
    List<String> scalars = new ArrayList<>();
    for (SegmentMeta meta : metas) {
      for (FileMeta file : meta.id() == segment.id() ? meta.files() : List.<FileMeta>of()) {
        data += file.kind().isRebuildable() ? 0 : file.lengthBytes();
        index += file.kind().isRebuildable() ? file.lengthBytes() : 0;
        byKind.merge(file.kind().name().toLowerCase(Locale.ROOT), file.lengthBytes(), Long::sum);
        addScalarIndex(file, source, scalars);
      }
    }
    List<String> indexed =
        source.rows().fields().stream()
            .filter(f -> f.type().vectors() != null && segment.graph(f.id()) != null)
            .map(Field::name)
            .toList();
    return new SegmentStats(
        segment.id(),
        source.rowCount(),
        source.dead().count(),
        data,
        index,
        indexed,
        scalars,
        byKind);
  }

  private static void addScalarIndex(FileMeta file, SourceView source, List<String> scalars) {
    ScalarIndex kind = file.kind().scalarIndex();
    if (kind != null) {
      for (Field field : source.rows().fields()) {
        if (field.id() == file.fieldId()) {
          scalars.add(field.name() + " " + kind.name().toLowerCase(Locale.ROOT));
        }
      }
    }
  }

  /**
   * What a folder takes.
   *
   * @param files how many files
   * @param bytes how many bytes
   */
  private record DiskUse(int files, long bytes) {
    static DiskUse of(FileStore store, String folder) {
      int files = 0;
      long bytes = 0;
      for (String name : store.list(folder)) {
        String path = folder + "/" + name;
        DiskUse inside = store.isDirectory(path) ? of(store, path) : ofFile(store, path);
        files += inside.files;
        bytes += inside.bytes;
      }
      return new DiskUse(files, bytes);
    }

    /** Counts nothing for a file that has been deleted since its folder was listed. */
    private static DiskUse ofFile(FileStore store, String path) {
      try {
        return new DiskUse(1, store.length(path));
      } catch (StorageFailure e) {
        if (store.exists(path)) {
          throw e;
        }
        return new DiskUse(0, 0);
      }
    }
  }
}
