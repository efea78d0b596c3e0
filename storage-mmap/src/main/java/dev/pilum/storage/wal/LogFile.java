package dev.pilum.storage.wal;

import dev.pilum.storage.env.FileStore;
import dev.pilum.storage.error.Corruption;
import dev.pilum.storage.error.InvalidRequest;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One log file being read: its header, and a cursor on one of its frames. One thread. */
final class LogFile implements AutoCloseable {
  private final String path;
  private final long epoch;
  private final LogWindow window;
  private final CRC32C crc = new CRC32C();
  private final @Nullable LogHeader header;
  private int headerCrc;

  private int frameIndex;
  private int payloadBytes;
  private long sequence;
  private long acknowledgedSequence;

  private LogFile(String path, long epoch, LogWindow window) {
    this.path = path;
    this.epoch = epoch;
    this.window = window;
    this.header = readHeader();
  }

  /** Opens the log with this epoch; the file must exist. */
  static LogFile open(FileStore store, String directory, long epoch) {
    String path = LogFiles.path(directory, epoch);
    LogWindow window = LogWindow.over(store.open(path));
    boolean opened = false;
    try {
      LogFile file = new LogFile(path, epoch, window);
      opened = true;
      return file;
    } finally {
      if (!opened) {
        window.close();
      }
    }
  }

  String path() {
    return path;
  }

  long lengthBytes() {
    return window.lengthBytes();
  }

  /** Returns the header, or {@code null} when the file does not start with a whole one. */
  @Nullable LogHeader header() {
    return header;
  }

  /**
   * Moves to the frame at {@code offset} when a whole and valid one is there that ends at {@code
   * limit} or before.
   */
  boolean moveTo(long offset, long limit) {
    if (!moveToHeader(offset, limit) || frameBytes() > limit - offset) {
      return false;
    }
    frameIndex = window.require(offset, frameBytes());
    int payloadCrc = window.bytes().getInt(frameIndex + LogFormat.PAYLOAD_CRC_OFFSET);
    return payloadCrc
        == crcOf(frameIndex + LogFormat.FRAME_HEADER_BYTES, frameIndex + (int) frameBytes());
  }

  /** Returns the current frame's size in bytes, padding included. */
  long frameBytes() {
    return LogFormat.frameBytes(payloadBytes);
  }

  long sequence() {
    return sequence;
  }

  long acknowledgedSequence() {
    return acknowledgedSequence;
  }

  /** Returns the current frame's payload; gone when the cursor moves. */
  MemorySegment payload() {
    return window
        .memory()
        .asSlice(frameIndex + LogFormat.FRAME_HEADER_BYTES, payloadBytes)
        .asReadOnly();
  }

  /** Reads the file anew from here on: another process may be writing it. */
  void forget() {
    window.forget();
  }

  /**
   * Returns the offset behind the last byte from {@code offset} (a multiple of 8) on that is not
   * zero, or {@code offset}.
   */
  long endOfContent(long offset) {
    long end = offset;
    long at = offset;
    for (; at + Long.BYTES <= lengthBytes(); at += Long.BYTES) {
      if (window.bytes().getLong(window.require(at, Long.BYTES)) != 0) {
        end = at + Long.BYTES;
      }
    }
    for (; at < lengthBytes(); at++) {
      if (window.bytes().get(window.require(at, 1)) != 0) {
        end = at + 1;
      }
    }
    return end;
  }

  /**
   * Moves to the first valid frame header behind {@code offset} that says a record above {@code
   * known} was acknowledged, and returns its offset, or -1 when there is none. What it says was
   * true when it was written, even if its payload is damaged too.
   */
  long findAcknowledgedAbove(long known, long offset) {
    long last = lengthBytes() - LogFormat.FRAME_HEADER_BYTES;
    for (long at = offset + LogFormat.ALIGNMENT; at <= last; at += LogFormat.ALIGNMENT) {
      int index = window.require(at, LogFormat.FRAME_HEADER_BYTES);
      long acknowledged = window.bytes().getLong(index + LogFormat.ACKNOWLEDGED_OFFSET);
      if (acknowledged > known && moveToHeader(at, lengthBytes())) {
        return at;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    window.close();
  }

  /**
   * Reads the frame header at {@code offset} when a valid one is there; its payload is not looked
   * at.
   */
  private boolean moveToHeader(long offset, long limit) {
    if (limit - offset < LogFormat.FRAME_HEADER_BYTES) {
      return false;
    }
    int index = window.require(offset, LogFormat.FRAME_HEADER_BYTES);
    payloadBytes = window.bytes().getInt(index + LogFormat.LENGTH_OFFSET);
    if (payloadBytes < 0 || payloadBytes > LogFormat.MAX_PAYLOAD_BYTES) {
      return false;
    }
    frameIndex = index;
    sequence = window.bytes().getLong(index + LogFormat.SEQUENCE_OFFSET);
    acknowledgedSequence = window.bytes().getLong(index + LogFormat.ACKNOWLEDGED_OFFSET);
    int crcFound = window.bytes().getInt(index) ^ LogFormat.mask(headerCrc, offset);
    return crcFound == crcOf(index + LogFormat.LENGTH_OFFSET, index + LogFormat.FRAME_HEADER_BYTES);
  }

  private int crcOf(int start, int end) {
    crc.reset();
    crc.update(window.bytes().duplicate().limit(end).position(start));
    return (int) crc.getValue();
  }

  private @Nullable LogHeader readHeader() {
    if (lengthBytes() < LogFormat.HEADER_BYTES) {
      return null;
    }
    int index = window.require(0, LogFormat.HEADER_BYTES);
    ByteBuffer bytes =
        window.bytes().slice(index, LogFormat.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    headerCrc = bytes.getInt(LogFormat.HEADER_CRC_OFFSET);
    if (bytes.getLong(0) != LogFormat.MAGIC || headerCrc != LogFormat.crcOf(bytes)) {
      return null;
    }
    checkVersion(bytes.getInt(8));
    return decodeHeader(bytes);
  }

  private void checkVersion(int version) {
    if (version != LogFormat.VERSION) {
      throw new InvalidRequest(
          "log '%s' has format version %d, this Pilum reads version %d; use a newer Pilum"
              .formatted(path, version, LogFormat.VERSION));
    }
  }

  private LogHeader decodeHeader(ByteBuffer bytes) {
    if (bytes.getLong(24) != epoch) {
      throw new Corruption(
          path, 24, "epoch " + epoch + " as in the file's name", "epoch " + bytes.getLong(24));
    }
    try {
      return new LogHeader(bytes.getLong(16), epoch, bytes.getLong(32), bytes.getLong(40));
    } catch (InvalidRequest e) {
      throw new Corruption(
          path, 32, "a previous epoch and its length", "impossible ones: " + e.getMessage());
    }
  }
}
