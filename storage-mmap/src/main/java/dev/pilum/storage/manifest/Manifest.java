package dev.pilum.storage.manifest;

import dev.pilum.storage.schema.Schema;
import java.util.List;

/**
 * The state of a table up to one version: what a reader needs beside the log that follows.
 *
 * @param generation number of this manifest, one more than its predecessor's; at least 1
 * @param tableId random number given at creation, so that files of another table are recognised
 * @param schema the columns
 * @param version every commit up to this one is in the segments and delete files; later ones are in
 *     the log
 * @param nextRowId lowest row id not given by any commit up to {@code version}
 * @param nextFile lowest number not yet used in a file or segment name
 * @param logEpoch the oldest log file that may hold commits after {@code version}
 * @param segments in order of row ids, whose ranges do not overlap
 * @param indexes the scalar indexes that segments should have, no two alike
 * @param history which older versions can be read, and the commits up to {@code version}
 */
public record Manifest(
    long generation,
    long tableId,
    Schema schema,
    long version,
    long nextRowId,
    long nextFile,
    long logEpoch,
    List<SegmentMeta> segments,
    List<IndexDefinition> indexes,
    VersionHistory history) {
  public Manifest {
    segments = List.copyOf(segments);
    indexes = List.copyOf(indexes);
    for (int i = 1; i < segments.size(); i++) {
      assert segments.get(i - 1).lastRowId() < segments.get(i).firstRowId()
          : "segments overlap: " + segments;
    }
  }
}
