package dev.pilum.engine.write;

import dev.pilum.TableEvent;
import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.SegmentMeta;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a flush or merge has written.
 *
 * @param rows rows of new segments
 * @param bytes bytes of all files that were not there before
 */
record NewFiles(long rows, long bytes) {
  /** Compares the segments before and after. */
  static NewFiles of(List<SegmentMeta> before, List<SegmentMeta> after) {
    Set<String> known = new HashSet<>();
    Set<Long> segments = new HashSet<>();
    for (SegmentMeta segment : before) {
      segments.add(segment.id());
      segment.files().forEach(file -> known.add(file.path()));
    }
    long rows = 0;
    long bytes = 0;
    for (SegmentMeta segment : after) {
      rows += segments.contains(segment.id()) ? 0 : segment.rowCount();
      for (FileMeta file : segment.files()) {
        bytes += known.contains(file.path()) ? 0 : file.lengthBytes();
      }
    }
    return new NewFiles(rows, bytes);
  }

  TableEvent flush(String table, long nanos) {
    return new TableEvent.Flush(table, nanos, rows, bytes);
  }

  TableEvent merge(String table, long nanos, int segments) {
    return new TableEvent.Merge(table, nanos, segments, rows, bytes);
  }
}
