package dev.pilum;

import java.util.List;

/** Something that a table has done, and how long it took. */
public sealed interface TableEvent {
  /** Returns the table's name. */
  String table();

  /** Returns how long it took, in nanoseconds. */
  long nanos();

  /**
   * The table was opened.
   *
   * @param rows live rows
   * @param segments segments
   * @param replayed commits that were in the log only
   */
  record Opening(String table, long nanos, long rows, int segments, long replayed)
      implements TableEvent {}

  /**
   * Commits became durable and visible together.
   *
   * @param commits how many
   * @param rows rows they brought
   * @param logBytes bytes written to the log
   */
  record CommitGroup(String table, long nanos, int commits, long rows, long logBytes)
      implements TableEvent {}

  /**
   * Rows in memory became a segment.
   *
   * @param rows rows of the segment; 0 when none was needed
   * @param bytes bytes of new files
   */
  record Flush(String table, long nanos, long rows, long bytes) implements TableEvent {}

  /**
   * Segments became one.
   *
   * @param segments how many there were
   * @param rows rows of the new one; 0 when none was needed
   * @param bytes bytes of new files, graphs among them
   */
  record Merge(String table, long nanos, int segments, long rows, long bytes)
      implements TableEvent {}

  /**
   * A segment got a graph.
   *
   * @param column whose vectors are in it
   * @param rows rows of the segment
   * @param bytes bytes of its file
   */
  record GraphBuild(String table, long nanos, String column, long rows, long bytes)
      implements TableEvent {}

  /**
   * All files of the table were read in the background and compared with each other, because {@link
   * DatabaseOptions#withScrubEvery} asks for it.
   *
   * @param files how many files of segments were read whole
   * @param bytes how many bytes they have
   * @param problems what is wrong; empty when all is well
   */
  record Scrub(String table, long nanos, int files, long bytes, List<Problem> problems)
      implements TableEvent {
    public Scrub {
      problems = List.copyOf(problems);
    }
  }

  /**
   * A query returned.
   *
   * @param kind what was asked
   */
  record Query(String table, long nanos, QueryKind kind) implements TableEvent {}

  /** What a query asks for. */
  enum QueryKind {
    /** The nearest rows. */
    VECTOR,
    /** The best texts. */
    TEXT,
    /** Both. */
    HYBRID,
    /** Many searches at once. */
    BATCH,
    /** Rows that match, in any order. */
    SCAN,
    /** How many rows match, or which values they have. */
    COUNT
  }
}
