package dev.pilum.engine.write;

import dev.pilum.storage.wal.LogHeader;
import dev.pilum.storage.wal.LogWriter;
import org.jspecify.annotations.Nullable;

/**
 * The log that needs no other, which recovery or the first commit makes when there is something to
 * write. One thread.
 */
final class FreshLog {
  private final TableFolder folder;
  private final LogHeader header;
  private @Nullable LogWriter writer;

  /** Makes nothing yet; the log will begin with {@code header}, which names no log before it. */
  FreshLog(TableFolder folder, LogHeader header) {
    this.folder = folder;
    this.header = header;
  }

  /** Returns the log's number. */
  long epoch() {
    return header.epoch();
  }

  /** Returns whether anybody has asked for the log. */
  boolean isMade() {
    return writer != null;
  }

  /** Returns the log, which does not count before it is published. */
  LogWriter writer() {
    LogWriter made = writer;
    if (made == null) {
      made = LogWriter.prepare(folder.files(), folder.logDirectory(), header);
      writer = made;
    }
    return made;
  }

  /** Has the log count, with all commits up to {@code version} on the disk; returns it. */
  LogWriter publish(long version) {
    LogWriter made = writer();
    made.mark(version);
    made.publish();
    return made;
  }

  /** Lets go of the file. */
  void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
