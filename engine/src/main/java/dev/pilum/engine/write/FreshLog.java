package dev.pilum.engine.write;

import dev.pilum.storage.wal.LogHeader;
import dev.pilum.storage.wal.LogWriter;
import org.jspecify.annotations.Nullable;

/** The log that recovery moves into what it replays, made when there is something. One thread. */
final class FreshLog {
  private final TableFolder folder;
  private final LogHeader header;
  private @Nullable LogWriter writer;

  /** Makes nothing yet; the log will begin with {@code header}, which names no log before it. */
  FreshLog(TableFolder folder, LogHeader header) {
    this.folder = folder;
    this.header = header;
  }

  /** Returns what the log begins with. */
  LogHeader header() {
    return header;
  }

  /** Returns the log, which does not count yet. */
  LogWriter writer() {
    LogWriter made = writer;
    if (made == null) {
      made = LogWriter.prepare(folder.files(), folder.logDirectory(), header);
      writer = made;
    }
    return made;
  }

  /**
   * Has the log count, with all commits up to {@code version} on the disk.
   *
   * @return the log; {@code null} when nobody has asked for it
   */
  @Nullable LogWriter publish(long version) {
    LogWriter made = writer;
    if (made != null) {
      made.mark(version);
      made.publish();
    }
    return made;
  }

  /** Lets go of the file. */
  void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
