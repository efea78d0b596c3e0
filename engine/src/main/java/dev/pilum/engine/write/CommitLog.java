package dev.pilum.engine.write;

import dev.pilum.Durability;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.wal.LogEntry;
import dev.pilum.storage.wal.LogFiles;
import dev.pilum.storage.wal.LogHeader;
import dev.pilum.storage.wal.LogWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log that commits go to, one after the other: what has been written to it, and how far it is
 * on the disk. Opening a table for writing makes no log: the first commit does. One thread at a
 * time: the leader of {@link CommitQueue}.
 *
 * <p>Every method throws {@link dev.pilum.storage.error.StorageFailure} when the disk says no; the
 * log must then only be closed.
 */
final class CommitLog {
  private final TableFolder folder;
  private final Durability durability;

  /** The log that is made before the first commit, where recovery has not made it. */
  private final FreshLog fresh;

  /** {@code null} until something is to be written. */
  private @Nullable LogWriter writer;

  /** The newest commit that was written. */
  private long written;

  /**
   * The newest commit known to be on the disk; with {@link Durability#BUFFERED} behind {@link
   * #written}.
   */
  private long forced;

  /** Goes on from what recovery found; everything up to its version is durable. */
  CommitLog(TableFolder folder, Durability durability, Recovery.Writable found) {
    this.folder = folder;
    this.durability = durability;
    this.fresh = found.fresh();
    this.writer = fresh.isMade() ? fresh.writer() : null;
    long version = found.state().view().version();
    this.written = version;
    this.forced = version;
  }

  /** Writes commits, at least one, and forces them unless writes are buffered. */
  void write(List<LogEntry> entries) {
    writer().appendAll(entries, forced);
    written = entries.getLast().sequence();
    switch (durability) {
      case FORCED -> force();
      case BUFFERED -> {}
    }
  }

  /** Returns whether commits are seen before they are on the disk. */
  boolean isBuffered() {
    return durability == Durability.BUFFERED;
  }

  /** Returns once every commit that was written is on the disk. */
  void force() {
    if (forced < written) {
      writer().force();
      forced = written;
    }
  }

  /** Returns the log to write to; one that needs no log before it when there has been none yet. */
  private LogWriter writer() {
    LogWriter made = writer;
    if (made == null) {
      made = fresh.publish(written);
      writer = made;
      // An empty log left behind it would hide that this one was damaged from its header on.
      folder.leniently(
          () -> LogFiles.deleteBelow(folder.files(), folder.logDirectory(), fresh.epoch()));
    }
    return made;
  }

  /** Forces all commits, says in the log that they are on the disk, and forces that too. */
  private void seal(LogWriter log) {
    force();
    log.mark(written);
    log.force();
  }

  /** Seals this log and goes on with a new one; one without commits will do as it is. */
  void startNext() {
    LogWriter log = writer();
    if (log.hasRecords()) {
      seal(log);
      startNextOfSealed(log);
    }
  }

  private void startNextOfSealed(LogWriter sealed) {
    LogHeader header = sealed.header().next(sealed.lengthBytes());
    LogWriter next = LogWriter.create(folder.files(), folder.logDirectory(), header);
    sealed.close();
    writer = next;
  }

  /**
   * Seals this log and, where it holds commits, has a new one say how long it is: what is missing
   * from it from now on is damage, and no write that was cut short. All is durable even where the
   * disk does not take the new one. A log without commits stays as it is.
   */
  void end() {
    LogWriter log = writer;
    if (log != null && log.hasRecords()) {
      seal(log);
      try {
        startNextOfSealed(log);
      } catch (StorageFailure e) {
        UpkeepLog.LOG.warn(
            "'{}' is whole, but where it ends could not be written down: {}",
            folder.logDirectory(),
            e.getMessage());
      }
    }
  }

  /** Returns how many bytes have been written to the log since it was started. */
  long lengthBytes() {
    return writer == null ? 0 : writer.lengthBytes();
  }

  /** Makes the log where there has been nothing to write to it yet. */
  void begin() {
    writer();
  }

  /** Returns the log's number, which it has before it is made. */
  long epoch() {
    return writer == null ? fresh.epoch() : writer.header().epoch();
  }

  /** Lets go of the file without forcing it. */
  void close() {
    if (writer == null) {
      fresh.close();
    } else {
      writer.close();
    }
  }
}
