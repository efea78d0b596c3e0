package dev.pilum.engine.event;

import dev.pilum.TableEvent;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/** The events of Pilum in flight recordings, one class for each, as Flight Recorder wants it. */
final class FlightEvents {
  private FlightEvents() {}

  /** What all have. */
  @Category("Pilum")
  @StackTrace(false)
  abstract static class Base extends Event {
    @Label("Table")
    String table = "";

    /** Takes over what is special to this kind. */
    abstract void fill(TableEvent event);
  }

  /** Commits of one group. */
  @Name("dev.pilum.CommitGroup")
  @Label("Commit Group")
  @Description("Commits that became durable and visible together")
  static final class CommitGroup extends Base {
    @Label("Commits")
    int commits;

    @Label("Rows")
    long rows;

    @Label("Log Bytes")
    @DataAmount
    long logBytes;

    @Override
    void fill(TableEvent event) {
      if (event instanceof TableEvent.CommitGroup e) {
        commits = e.commits();
        rows = e.rows();
        logBytes = e.logBytes();
      }
    }
  }

  /** A query; by default those that take 100 ms and longer. */
  @Name("dev.pilum.Query")
  @Label("Slow Query")
  @Description("A query, by default one that took 100 ms and longer")
  @Threshold("100 ms")
  @StackTrace(true)
  static final class Query extends Base {
    @Label("Kind")
    String kind = "";

    @Override
    void fill(TableEvent event) {
      if (event instanceof TableEvent.Query e) {
        kind = e.kind().name();
      }
    }
  }

  /** The opening of a table. */
  @Name("dev.pilum.Opening")
  @Label("Opening and Recovery")
  @Description("A table was opened, and what was in its log only was replayed")
  static final class Opening extends Base {
    @Label("Rows")
    long rows;

    @Label("Segments")
    int segments;

    @Label("Replayed Commits")
    long replayed;

    @Override
    void fill(TableEvent event) {
      if (event instanceof TableEvent.Opening e) {
        rows = e.rows();
        segments = e.segments();
        replayed = e.replayed();
      }
    }
  }

  /** A flush. */
  @Name("dev.pilum.Flush")
  @Label("Flush")
  @Description("Rows in memory became a segment")
  static final class Flush extends Base {
    @Label("Rows")
    long rows;

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Override
    void fill(TableEvent event) {
      if (event instanceof TableEvent.Flush e) {
        rows = e.rows();
        bytes = e.bytes();
      }
    }
  }

  /** A merge. */
  @Name("dev.pilum.Merge")
  @Label("Compaction")
  @Description("Segments became one")
  static final class Merge extends Base {
    @Label("Segments")
    int segments;

    @Label("Rows")
    long rows;

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Override
    void fill(TableEvent event) {
      if (event instanceof TableEvent.Merge e) {
        segments = e.segments();
        rows = e.rows();
        bytes = e.bytes();
      }
    }
  }

  /** The building of a graph. */
  @Name("dev.pilum.GraphBuild")
  @Label("Graph Build")
  @Description("A segment got a graph of one column's vectors")
  static final class GraphBuild extends Base {
    @Label("Column")
    String column = "";

    @Label("Rows")
    long rows;

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Override
    void fill(TableEvent event) {
      if (event instanceof TableEvent.GraphBuild e) {
        column = e.column();
        rows = e.rows();
        bytes = e.bytes();
      }
    }
  }

  /** A check of all files in the background. */
  @Name("dev.pilum.Scrub")
  @Label("Scrub")
  @Description("All files of a table were read, and compared with each other")
  static final class Scrub extends Base {
    @Label("Files")
    int files;

    @Label("Bytes")
    @DataAmount
    long bytes;

    @Label("Problems")
    int problems;

    @Override
    void fill(TableEvent event) {
      if (event instanceof TableEvent.Scrub e) {
        files = e.files();
        bytes = e.bytes();
        problems = e.problems().size();
      }
    }
  }
}
