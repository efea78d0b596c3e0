package dev.pilum;

import java.util.List;

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
 */
public record TableStats(
    long version,
    long rows,
    long memtableRows,
    long memtableBytes,
    List<SegmentStats> segments,
    int files,
    long diskBytes,
    List<FeedStatus> feeds) {
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
   * @param indexBytes bytes of its rebuildable files: keys and graphs
   * @param indexedColumns vector columns that have a graph
   */
  public record SegmentStats(
      long id,
      int rows,
      int deletedRows,
      long dataBytes,
      long indexBytes,
      List<String> indexedColumns) {
    public SegmentStats {
      indexedColumns = List.copyOf(indexedColumns);
    }
  }
}
