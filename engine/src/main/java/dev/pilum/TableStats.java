package dev.pilum;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Figures about a table.
 *
 * @param version the newest version
 * @param rows rows that a scan would return
 * @param memtableRows rows still in memory, deleted ones included
 * @param memtableBytes bytes of memory they take
 * @param segments the segments, oldest first
 * @param files how many files the table has on disk, of any kind
 * @param diskBytes how many bytes they take
 * @param feeds consumers of changes, and how far they have come: those far behind hold on to disk
 *     space
 * @param upkeep what has been written since the table was opened, and what waits
 * @param scrub what checks in the background have found since the table was opened
 */
public record TableStats(
    long version,
    long rows,
    long memtableRows,
    long memtableBytes,
    List<SegmentStats> segments,
    int files,
    long diskBytes,
    List<FeedStatus> feeds,
    UpkeepStats upkeep,
    ScrubStats scrub) {
  public TableStats {
    segments = List.copyOf(segments);
    feeds = List.copyOf(feeds);
  }

  /**
   * Figures about a segment.
   *
   * @param id its number
   * @param rows rows in its files
   * @param deletedRows how many of them are deleted or replaced
   * @param dataBytes bytes of its column files
   * @param indexBytes bytes of its rebuildable files: keys, graphs and other indexes
   * @param indexedColumns vector columns that have a graph
   * @param scalarIndexes scalar indexes that it has, such as {@code year ordered}
   * @param bytesByKind bytes of its files by what they are, such as {@code scalars}, {@code
   *     vector}, {@code graph}, {@code text}
   */
  public record SegmentStats(
      long id,
      int rows,
      int deletedRows,
      long dataBytes,
      long indexBytes,
      List<String> indexedColumns,
      List<String> scalarIndexes,
      SortedMap<String, Long> bytesByKind) {
    public SegmentStats {
      indexedColumns = List.copyOf(indexedColumns);
      scalarIndexes = List.copyOf(scalarIndexes);
      bytesByKind = Collections.unmodifiableSortedMap(new TreeMap<>(bytesByKind));
    }

    /** Returns whether its text can be searched through a file. */
    public boolean hasTextIndex() {
      return bytesByKind.containsKey("text");
    }
  }

  /**
   * What a table has written since it was opened, and what waits to be done; zeros where it is open
   * for reading only.
   *
   * @param commits how many
   * @param commitBytes bytes of what they say: rows and which rows go, as the log keeps them
   * @param logBytes bytes written to the log
   * @param flushBytes bytes of files written by flushes
   * @param mergeBytes bytes of files written by merges, with the graphs of merged segments
   * @param indexBytes bytes of graphs and scalar indexes that came later than their segments
   * @param unflushedBytes about how many bytes a crash would have replayed now
   * @param waitingWrites about how many writes wait for their turn
   * @param segmentsWithoutGraph segments that are to get a graph and have none yet
   */
  public record UpkeepStats(
      long commits,
      long commitBytes,
      long logBytes,
      long flushBytes,
      long mergeBytes,
      long indexBytes,
      long unflushedBytes,
      int waitingWrites,
      int segmentsWithoutGraph) {
    /**
     * Returns how many bytes were written for each byte that commits brought; 0 before the first.
     */
    public double writeAmplification() {
      long written = logBytes + flushBytes + mergeBytes + indexBytes;
      return commitBytes == 0 ? 0 : (double) written / commitBytes;
    }
  }

  /**
   * What checks in the background have found since the table was opened; see {@link
   * DatabaseOptions#withScrubEvery}.
   *
   * @param rounds how often all files were checked
   * @param endedAt when the last round ended, {@code null} before the first
   * @param files how many files of segments it read whole
   * @param bytes how many bytes they have
   * @param problems what it found wrong, also what has been made again since; empty when all was
   *     well
   */
  public record ScrubStats(
      long rounds, @Nullable Instant endedAt, int files, long bytes, List<Problem> problems) {
    /** Those of a table that has not been checked. */
    public static final ScrubStats NONE = new ScrubStats(0, null, 0, 0, List.of());

    public ScrubStats {
      problems = List.copyOf(problems);
    }
  }
}
