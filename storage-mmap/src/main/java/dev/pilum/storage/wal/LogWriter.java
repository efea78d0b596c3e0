package dev.pilum.storage.wal;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.InvalidRequest;
import dev.pilum.storage.error.StorageFailure;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Appends records to one log file. One thread at a time.
 *
 * <p>Every method throws {@link StorageFailure} when the disk says no. The log must then not be
 * used again but closed: what is in it can only be found out by {@link LogRecovery}.
 */
public final class LogWriter implements AutoCloseable {
  /** The longest payload of one record, in bytes: 1 GiB. */
  public static final int MAX_PAYLOAD_BYTES = LogFormat.MAX_PAYLOAD_BYTES;

  /** Frames up to this size are put together into one write; larger ones are cut into pieces. */
  private static final int STAGE_BYTES = 1 << 16;

  /**
   * The log reserves as much as it already has, within these limits: small tables stay small, and 1
   * MiB takes 1.4 ms to reserve.
   */
  private static final long LEAST_RESERVE_BYTES = 1 << 16;

  private static final long MOST_RESERVE_BYTES = 1 << 20;

  private static final MemorySegment PADDING =
      MemorySegment.ofArray(new byte[LogFormat.ALIGNMENT]).asReadOnly();

  private final FileStore store;
  private final String directory;
  private final LogHeader header;
  private final AppendFile file;
  private final int headerCrc;
  private final ByteBuffer stage = ByteBuffer.allocate(STAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final MemorySegment stageMemory = MemorySegment.ofArray(stage.array());
  private final CRC32C crc = new CRC32C();
  private long lastSequence;
  private long forcedBytes;
  private long reservedEndBytes;

  private LogWriter(
      FileStore store, String directory, LogHeader header, AppendFile file, int headerCrc) {
    this.store = store;
    this.directory = directory;
    this.header = header;
    this.file = file;
    this.headerCrc = headerCrc;
  }

  /**
   * Begins a log that counts at once: when this returns, its header and name are durable, and it is
   * the newest of {@code directory}, which must exist. The previous log must have been forced up to
   * the length that {@code header} gives.
   */
  public static LogWriter create(FileStore store, String directory, LogHeader header) {
    LogWriter writer = prepare(store, directory, header);
    try {
      writer.publish();
    } catch (StorageFailure e) {
      writer.close();
      throw e;
    }
    return writer;
  }

  /**
   * Begins a log that does not count before {@link #publish()}: until then recovery does not see
   * it. This is how recovery moves what it replayed into a fresh file in one step.
   */
  public static LogWriter prepare(FileStore store, String directory, LogHeader header) {
    String path = LogFiles.path(directory, header.epoch());
    if (store.exists(path)) {
      throw new StorageFailure("log '%s' exists already; no epoch is used twice".formatted(path));
    }
    String temporary = LogFiles.temporaryPath(directory, header.epoch());
    store.delete(temporary);
    ByteBuffer bytes = LogFormat.encode(header);
    int headerCrc = bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(LogFormat.HEADER_CRC_OFFSET);
    AppendFile file = store.create(temporary);
    try {
      file.append(bytes);
    } catch (StorageFailure e) {
      file.close();
      throw e;
    }
    return new LogWriter(store, directory, header, file, headerCrc);
  }

  /**
   * Makes a prepared log, with all that was appended to it, the newest one, durably and in one
   * step.
   */
  public void publish() {
    force();
    store.rename(
        LogFiles.temporaryPath(directory, header.epoch()),
        LogFiles.path(directory, header.epoch()));
    store.forceDirectory(directory);
  }

  /**
   * Appends one record; it is durable after {@link #force()}.
   *
   * @param sequence its number, above that of the record before and at least 1
   * @param acknowledgedSequence the newest record that is known to be durable, below {@code
   *     sequence}; 0 for none
   * @param payload the remaining bytes of these, one after another; their positions stay
   * @throws InvalidRequest when the payload is longer than {@link #MAX_PAYLOAD_BYTES}; nothing was
   *     written then
   */
  public void append(long sequence, long acknowledgedSequence, ByteBuffer... payload) {
    List<MemorySegment> parts = Stream.of(payload).map(MemorySegment::ofBuffer).toList();
    appendAll(List.of(new LogEntry(sequence, parts)), acknowledgedSequence);
  }

  /**
   * Appends one record as {@link #append} does, but may keep it back until something else is
   * appended or {@link #force}d. The payload may be changed as soon as this returns.
   */
  public void gather(LogEntry entry, long acknowledgedSequence) {
    checkSize(entry);
    addRecord(entry, acknowledgedSequence);
  }

  /** Appends records as {@link #append} does each, with as few writes as possible. */
  public void appendAll(List<LogEntry> entries, long acknowledgedSequence) {
    entries.forEach(LogWriter::checkSize);
    for (LogEntry entry : entries) {
      addRecord(entry, acknowledgedSequence);
    }
    writeStage();
  }

  private void addRecord(LogEntry entry, long acknowledgedSequence) {
    assert entry.sequence() > lastSequence && entry.sequence() > acknowledgedSequence
        : entry.sequence() + " " + lastSequence;
    add(entry, acknowledgedSequence);
    lastSequence = entry.sequence();
  }

  /**
   * Appends a note that the record {@code acknowledgedSequence} and all before it are durable.
   * Every record says so of those before it; this is for the last ones, before a quiet time or a
   * close: damage to them is then an error and not a torn tail.
   */
  public void mark(long acknowledgedSequence) {
    assert acknowledgedSequence <= lastSequence || lastSequence == 0
        : acknowledgedSequence + " " + lastSequence;
    add(new LogEntry(0, List.of()), acknowledgedSequence);
    writeStage();
  }

  /** Returns once all that was appended is on the disk. */
  public void force() {
    writeStage();
    reserveForNext();
    file.force();
    forcedBytes = file.lengthBytes();
  }

  /** Returns the length of the log in bytes: header and records, but no reserved space. */
  public long lengthBytes() {
    return file.lengthBytes() + stage.position();
  }

  /**
   * Returns how much of the log has been forced, in bytes: what the next log's header may count on.
   */
  public long forcedLengthBytes() {
    return forcedBytes;
  }

  /** Returns whether a record has been appended. */
  public boolean hasRecords() {
    return lastSequence > 0;
  }

  /** Returns what the log began with. */
  public LogHeader header() {
    return header;
  }

  /** Lets go of the file without forcing it. */
  @Override
  public void close() {
    file.close();
  }

  private static void checkSize(LogEntry entry) {
    if (entry.payloadBytes() > MAX_PAYLOAD_BYTES) {
      throw new InvalidRequest(
          "a batch of %d bytes is more than the log takes at once (%d); write it in smaller batches"
              .formatted(entry.payloadBytes(), MAX_PAYLOAD_BYTES));
    }
  }

  private void add(LogEntry entry, long acknowledgedSequence) {
    long frameBytes = LogFormat.frameBytes(entry.payloadBytes());
    if (frameBytes > stage.remaining()) {
      writeStage();
    }
    if (frameBytes <= STAGE_BYTES) {
      stageFrame(entry, acknowledgedSequence);
    } else {
      writeLargeFrame(entry, acknowledgedSequence);
    }
  }

  private void stageFrame(LogEntry entry, long acknowledgedSequence) {
    int start = stage.position();
    long offset = file.lengthBytes() + start;
    putFrameHeader(entry, acknowledgedSequence);
    int payloadStart = stage.position();
    for (MemorySegment part : entry.payload()) {
      putInStage(part);
    }
    putInStage(padding(entry));
    crc.reset();
    crc.update(stage.array(), payloadStart, stage.position() - payloadStart);
    sealFrameHeader(start, offset);
  }

  private void putInStage(MemorySegment part) {
    int start = stage.position();
    MemorySegment.copy(part, 0, stageMemory, start, part.byteSize());
    stage.position(start + (int) part.byteSize());
  }

  /**
   * Writes a frame piece by piece; its payload is gone through twice, because the header before it
   * has its CRC. The stage, empty now, takes the header only.
   */
  private void writeLargeFrame(LogEntry entry, long acknowledgedSequence) {
    putFrameHeader(entry, acknowledgedSequence);
    List<MemorySegment> parts = new ArrayList<>(entry.payload());
    parts.add(padding(entry));
    try (Arena arena = Arena.ofConfined()) {
      PieceBuffer pieces = new PieceBuffer(arena);
      crc.reset();
      pieces.forEach(parts, crc::update);
      sealFrameHeader(0, file.lengthBytes());
      parts.addFirst(stageMemory.asSlice(0, LogFormat.FRAME_HEADER_BYTES));
      pieces.forEach(parts, file::append);
    }
    stage.clear();
  }

  private void putFrameHeader(LogEntry entry, long acknowledgedSequence) {
    stage.putInt(0).putInt((int) entry.payloadBytes());
    stage.putLong(entry.sequence()).putLong(acknowledgedSequence);
    stage.putInt(0).putInt(0);
  }

  /**
   * Writes the payload's CRC, just computed, into the frame header at {@code start} of the stage,
   * and that header's own.
   */
  private void sealFrameHeader(int start, long offset) {
    stage.putInt(start + LogFormat.PAYLOAD_CRC_OFFSET, (int) crc.getValue());
    crc.reset();
    crc.update(
        stage.array(),
        start + LogFormat.LENGTH_OFFSET,
        LogFormat.FRAME_HEADER_BYTES - LogFormat.LENGTH_OFFSET);
    stage.putInt(start, (int) crc.getValue() ^ LogFormat.mask(headerCrc, offset));
  }

  private static MemorySegment padding(LogEntry entry) {
    long unpadded = LogFormat.FRAME_HEADER_BYTES + entry.payloadBytes();
    return PADDING.asSlice(0, LogFormat.frameBytes(entry.payloadBytes()) - unpadded);
  }

  private void writeStage() {
    if (stage.position() > 0) {
      file.append(stage.flip());
      stage.clear();
    }
  }

  /**
   * Reserves space for small forced writes like the last one; a log that is rarely forced, or in
   * bulk, would only write twice.
   */
  private void reserveForNext() {
    long sinceForce = file.lengthBytes() - forcedBytes;
    boolean small = forcedBytes > 0 && sinceForce <= LEAST_RESERVE_BYTES;
    if (small && file.lengthBytes() + sinceForce > reservedEndBytes) {
      long bytes = Math.clamp(file.lengthBytes(), LEAST_RESERVE_BYTES, MOST_RESERVE_BYTES);
      file.reserve(bytes);
      reservedEndBytes = file.lengthBytes() + bytes;
    }
  }
}
