package dev.pilum.storage.wal;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * Logs form a chain: each header names the log before it and how long that one was. Recovery looks for the newest log with a valid
 * header, walks the chain back as far as it is needed and replays it from its old end.
 *
 * What comes behind the last valid frame of the newest log may be two things. A write that the crash cut short was never acknowledged:
 * drop it. Damage to a record that had been acknowledged must not be dropped: the user was told that it is safe. Three witnesses tell
 * them apart. Every later frame says up to which record everything had been forced when it was written, so recovery searches the rest
 * of the file for a valid frame that speaks of a record beyond the last good one. In older logs the chain says how long the log was.
 * And a header without its CRC is a creation cut short only when nothing follows it, for the header is forced before any record is
 * written. A table that is closed begins one more log, which says how long the last one was. What no witness speaks of, damage to the
 * very last records before a crash, looks like a torn write and is dropped; LogWriter.mark keeps that window short.
 */
/**
 * Reads back what the logs of a folder hold. Uses memory for one record at a time, at least 256
 * KiB.
 */
public final class LogRecovery {
  private final LogRange range;
  private final LogRecordConsumer consumer;
  private long lastSequence;
  private long recordCount;

  private LogRecovery(LogRange range, LogRecordConsumer consumer) {
    this.range = range;
    this.consumer = consumer;
  }

  /**
   * Hands the records in {@code range} to {@code consumer}, in order, and says what was found.
   * Changes nothing on the disk.
   *
   * @throws Corruption when an acknowledged record, a header or a whole log that is needed is
   *     damaged or missing; the consumer may already have got records from before the damage
   */
  public static LogSummary replay(
      FileStore store, String directory, LogRange range, LogRecordConsumer consumer) {
    return new LogRecovery(range, consumer).replay(store, directory);
  }

  private LogSummary replay(FileStore store, String directory) {
    List<Long> epochs = LogFiles.epochs(store, directory);
    try (LogFile open = newest(store, directory, epochs)) {
      return replay(store, directory, open);
    }
  }

  private LogSummary replay(FileStore store, String directory, @Nullable LogFile open) {
    Deque<LogHeader> chain = chain(store, directory, open);
    long validLengthBytes = 0;
    long droppedBytes = 0;
    LogHeader newest = chain.peekLast();
    while (!chain.isEmpty()) {
      LogHeader header = chain.removeFirst();
      LogHeader next = chain.peekFirst();
      if (next == null) {
        assert open != null : "the last of the chain is the newest";
        validLengthBytes = replayNewest(open);
        droppedBytes = open.endOfContent(validLengthBytes) - validLengthBytes;
      } else {
        try (LogFile file = LogFile.open(store, directory, header.epoch())) {
          replayExactly(file, next.previousValidLengthBytes());
        }
      }
    }
    long newestEpoch = newest == null ? 0 : newest.epoch();
    return new LogSummary(
        known(),
        newestEpoch,
        validLengthBytes,
        recordCount,
        droppedBytes,
        LogFiles.nextEpoch(store, directory));
  }

  /** Returns the headers of the logs to be replayed, oldest first. */
  private Deque<LogHeader> chain(FileStore store, String directory, @Nullable LogFile newest) {
    Deque<LogHeader> chain = new ArrayDeque<>();
    LogHeader header = newest == null ? null : newest.header();
    while (header != null) {
      chain.addFirst(header);
      header = previousHeader(store, directory, header);
    }
    checkReachesFloor(directory, chain.peekFirst());
    return chain;
  }

  /** Opens the newest log with a header; {@code null} when there is none. */
  private @Nullable LogFile newest(FileStore store, String directory, List<Long> epochs) {
    for (long epoch : epochs.reversed()) {
      if (epoch >= range.floorEpoch()) {
        LogFile file = openUnlessTorn(store, directory, epoch);
        if (file != null) {
          return file;
        }
      }
    }
    return null;
  }

  private @Nullable LogFile openUnlessTorn(FileStore store, String directory, long epoch) {
    LogFile file = LogFile.open(store, directory, epoch);
    boolean usable = false;
    try {
      if (file.header() == null
          && file.endOfContent(LogFormat.HEADER_BYTES) > LogFormat.HEADER_BYTES) {
        throw new Corruption(
            file.path(), 0, "a valid log header", "another, with records behind it");
      }
      usable = checkTable(file) != null;
      return usable ? file : null;
    } finally {
      if (!usable) {
        file.close();
      }
    }
  }

  private @Nullable LogHeader previousHeader(FileStore store, String directory, LogHeader header) {
    long previous = header.previousEpoch();
    if (previous == 0 || previous < range.floorEpoch() || header.epoch() == range.floorEpoch()) {
      return null;
    }
    String path = LogFiles.path(directory, previous);
    if (!store.exists(path)) {
      throw new Corruption(path, -1, "the log before epoch " + header.epoch(), "no such file");
    }
    try (LogFile file = LogFile.open(store, directory, previous)) {
      LogHeader found = checkTable(file);
      if (found == null) {
        throw new Corruption(path, 0, "a valid log header", "another");
      }
      return found;
    }
  }

  private @Nullable LogHeader checkTable(LogFile file) {
    LogHeader header = file.header();
    if (header != null && header.tableId() != range.tableId()) {
      throw new Corruption(
          file.path(),
          16,
          "table id %x".formatted(range.tableId()),
          "%x".formatted(header.tableId()));
    }
    return header;
  }

  private void checkReachesFloor(String directory, @Nullable LogHeader oldest) {
    long floor = range.floorEpoch();
    boolean reached =
        floor == 0 || (oldest != null && (oldest.previousEpoch() == 0 || oldest.epoch() == floor));
    if (!reached) {
      String found = oldest == null ? "none" : "only epoch " + oldest.epoch() + " and later";
      throw new Corruption(
          LogFiles.path(directory, floor), -1, "the logs from epoch " + floor + " on", found);
    }
  }

  /** Replays a log that the next one says to be {@code endBytes} long. */
  private void replayExactly(LogFile file, long endBytes) {
    if (file.lengthBytes() < endBytes) {
      throw new Corruption(
          file.path(),
          file.lengthBytes(),
          "a log of " + endBytes + " bytes",
          file.lengthBytes() + " bytes");
    }
    long end = replayFrames(file, LogFormat.HEADER_BYTES, endBytes);
    if (end < endBytes) {
      throw new Corruption(
          file.path(),
          end,
          "the record after sequence %d, in a log of %d bytes".formatted(lastSequence, endBytes),
          "a wrong checksum");
    }
  }

  /**
   * Replays the newest log, whose end nobody has written down, and returns where its valid records
   * end.
   */
  private long replayNewest(LogFile file) {
    long end = replayFrames(file, LogFormat.HEADER_BYTES, file.lengthBytes());
    long witness = file.findAcknowledgedAbove(known(), end);
    while (witness >= 0) {
      String later =
          "sequence %d acknowledged by the record at offset %d"
              .formatted(file.acknowledgedSequence(), witness);
      file.forget();
      long reread = replayFrames(file, end, file.lengthBytes());
      if (reread == end) {
        throw new Corruption(
            file.path(),
            end,
            "the record after sequence " + known() + ", for " + later,
            "a wrong checksum");
      }
      // Another process has been writing while we read: what was half there is whole now.
      end = reread;
      witness = file.findAcknowledgedAbove(known(), end);
    }
    return end;
  }

  private long replayFrames(LogFile file, long startBytes, long limitBytes) {
    long offset = startBytes;
    while (file.moveTo(offset, limitBytes)) {
      long next = offset + file.frameBytes();
      replayFrame(file, offset);
      offset = next;
    }
    return offset;
  }

  private void replayFrame(LogFile file, long offset) {
    long sequence = file.sequence();
    boolean isMark = sequence == 0;
    if (!isMark && sequence <= lastSequence) {
      throw new Corruption(
          file.path(), offset, "a sequence above " + lastSequence, "sequence " + sequence);
    }
    if (file.acknowledgedSequence() > known()) {
      throw new Corruption(
          file.path(),
          offset,
          "sequence " + known() + " acknowledged at most",
          "sequence " + file.acknowledgedSequence());
    }
    if (!isMark) {
      lastSequence = sequence;
      handOut(file);
    }
  }

  private void handOut(LogFile file) {
    if (lastSequence > range.afterSequence()) {
      recordCount++;
      consumer.accept(lastSequence, file.payload());
    }
  }

  private long known() {
    return Math.max(lastSequence, range.afterSequence());
  }
}
