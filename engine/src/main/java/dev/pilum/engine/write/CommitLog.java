package dev.pilum.engine.write;

import dev.pilum.Durability;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.StorageFailure;
import dev.pilum.storage.wal.LogEntry;
import dev.pilum.storage.wal.LogWriter;
import java.util.List;

/**
 * The log that commits go to, one after the other: what has been written to it, and how far it is
 * on the disk. One thread at a time: the leader of {@link CommitQueue}.
 *
 * <p>Every method throws {@link dev.pilum.storage.error.StorageFailure} when the disk says no; the
 * log must then only be closed.
 */
final class CommitLog {
  private final FileStore files;
  private final String directory;
  private final Durability durability;
  private LogWriter writer;

  /** The newest commit that was written. */
  private long written;

  /**
   * The newest commit known to be on the disk; with {@link Durability#BUFFERED} behind {@link
   * #written}.
   */
  private long forced;

  /** Goes on with {@code writer}, which is empty; everything up to {@code version} is durable. */
  CommitLog(
      FileStore files, String directory, Durability durability, LogWriter writer, long version) {
    this.files = files;
    this.directory = directory;
    this.durability = durability;
    this.writer = writer;
    this.written = version;
    this.forced = version;
  }

  /** Writes commits, at least one, and forces them unless writes are buffered. */
  void write(List<LogEntry> entries) {
    writer.appendAll(entries, forced);
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
      writer.force();
      forced = written;
    }
  }

  /** Forces all commits, says in the log that they are on the disk, and forces that too. */
  void seal() {
    force();
    writer.mark(written);
    writer.force();
  }

  /** Seals this log and goes on with a new one. */
  void startNext() {
    seal();
    startNextOfSealed();
  }

  private void startNextOfSealed() {
    LogWriter next = LogWriter.create(files, directory, writer.header().next(writer.lengthBytes()));
    writer.close();
    writer = next;
  }

  /**
   * Seals this log and, where it holds commits, has a new one say how long it is: what is missing
   * from it from now on is damage, and no write that was cut short. All is durable even where the
   * disk does not take the new one.
   */
  void end() {
    seal();
    if (writer.hasRecords()) {
      try {
        startNextOfSealed();
      } catch (StorageFailure e) {
        UpkeepLog.LOG.warn(
            "'{}' is whole, but where it ends could not be written down: {}",
            directory,
            e.getMessage());
      }
    }
  }

  /** Returns how many bytes have been written to the log since it was started. */
  long lengthBytes() {
    return writer.lengthBytes();
  }

  /** Returns the log's number. */
  long epoch() {
    return writer.header().epoch();
  }

  /** Lets go of the file without forcing it. */
  void close() {
    writer.close();
  }
}
