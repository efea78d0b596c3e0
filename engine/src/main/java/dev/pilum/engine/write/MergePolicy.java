package dev.pilum.engine.write;

import dev.pilum.storage.manifest.FileMeta;
import dev.pilum.storage.manifest.SegmentMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  private final int maximumSegments;
  private final Set<Integer> scalars;

  /**
   * Makes a policy.
   *
   * @param maximumSegments how many segments may stay
   * @param scalars ids of the fields whose columns go into one file: all but vectors
   */
  MergePolicy(int maximumSegments, Set<Integer> scalars) {
    this.maximumSegments = maximumSegments;
    this.scalars = Set.copyOf(scalars);
  }

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
   */
  @Nullable Run choose(List<SegmentMeta> segments, int[] deadRows) {
    for (int i = 0; i < segments.size(); i++) {
      int rows = segments.get(i).rowCount();
      if (deadRows[i] == rows || (deadRows[i] >= LEAST_DEAD && deadRows[i] > rows / 2)) {
        return new Run(i, i + 1);
      }
    }
    return segments.size() > maximumSegments ? cheapest(segments) : null;
  }

  /**
   * Returns all segments in runs, each as long as it can become one segment; a segment that is too
   * large for that is a run by itself.
   */
  List<Run> longest(List<SegmentMeta> segments) {
    List<Run> runs = new ArrayList<>();
    for (int from = 0; from < segments.size(); from = runs.getLast().to()) {
      int to = from + 1;
      while (to < segments.size() && fits(segments.subList(from, to + 1))) {
        to++;
      }
      runs.add(new Run(from, to));
    }
    return runs;
  }

  /** Returns whether a run can become one segment. */
  private boolean fits(List<SegmentMeta> run) {
    long rows = 0;
    long bytes = 0;
    for (SegmentMeta segment : run) {
      rows += segment.rowCount();
      bytes += scalarBytes(segment);
    }
    return rows <= Integer.MAX_VALUE / 2 && bytes <= MAX_SCALAR_BYTES;
  }

  /** Columns that were added later have files of their own, like vectors. */
  private long scalarBytes(SegmentMeta segment) {
    long bytes = 0;
    for (FileMeta file : segment.files()) {
      boolean counts =
          file.kind() == FileMeta.Kind.SCALARS
              || (file.kind() == FileMeta.Kind.VECTOR && scalars.contains(file.fieldId()));
      bytes += counts ? file.lengthBytes() : 0;
    }
    return bytes;
  }

  private @Nullable Run cheapest(List<SegmentMeta> segments) {
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
