package dev.pilum.engine.write;

import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.SegmentMeta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which neighbouring segments to merge. Only neighbours, so that row ids keep rising from segment
 * to segment and row to row.
 *
 * <p>When there are too many segments, the {@value #FAN_IN} neighbours with the fewest rows
 * together are merged: small ones are merged often, large ones rarely, so that each row is
 * rewritten about log(rows / memtable rows) / log(4) times. A segment most of whose rows are dead
 * is rewritten by itself; one without live rows goes.
 */
final class MergePolicy {
  /** Four at a time: LSM stores use 4 to 10; fewer keeps each merge short. */
  static final int FAN_IN = 4;

  /** Rewriting a segment of fewer dead rows than this gains nothing worth the files. */
  private static final int LEAST_DEAD = 1_024;

  /** Text and binary columns of one segment stay below 2 GiB, the reach of their offsets. */
  private static final long MAX_SCALAR_BYTES = 1_500L << 20;

  private MergePolicy() {}

  /**
   * A run of segments.
   *
   * @param from the first
   * @param to behind the last
   */
  record Run(int from, int to) {}

  /**
   * Returns what to merge next, or {@code null} when all is well.
   *
   * @param segments in order
   * @param deadRows for each of them, how many rows are dead now
   * @param maximumSegments how many may stay
   */
  static @Nullable Run choose(List<SegmentMeta> segments, int[] deadRows, int maximumSegments) {
    for (int i = 0; i < segments.size(); i++) {
      int rows = segments.get(i).rowCount();
      if (deadRows[i] == rows || (deadRows[i] >= LEAST_DEAD && deadRows[i] > rows / 2)) {
        return new Run(i, i + 1);
      }
    }
    return segments.size() > maximumSegments ? cheapest(segments) : null;
  }

  /** Returns whether a run can become one segment. */
  static boolean fits(List<SegmentMeta> run) {
    long rows = 0;
    long bytes = 0;
    for (SegmentMeta segment : run) {
      rows += segment.rowCount();
      FileMeta scalars = segment.find(FileMeta.Kind.SCALARS, 0);
      bytes += scalars == null ? 0 : scalars.lengthBytes();
    }
    return rows <= Integer.MAX_VALUE / 2 && bytes <= MAX_SCALAR_BYTES;
  }

  private static @Nullable Run cheapest(List<SegmentMeta> segments) {
    Run best = null;
    long least = Long.MAX_VALUE;
    int fanIn = Math.min(FAN_IN, segments.size());
    for (int from = 0; from + fanIn <= segments.size(); from++) {
      List<SegmentMeta> run = segments.subList(from, from + fanIn);
      long rows = run.stream().mapToLong(SegmentMeta::rowCount).sum();
      if (rows < least && fits(run)) {
        least = rows;
        best = new Run(from, from + fanIn);
      }
    }
    return best;
  }
}
