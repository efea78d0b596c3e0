package dev.pilum.storage.arrow;

import dev.pilum.storage.env.AppendFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The end of a file or stream being written, with the checksum of all its bytes. Bytes pass through
 * one staging buffer: pieces of any size and any memory become few large writes, and the checksum
 * never reads mapped memory itself, where a page that vanished would kill the JVM instead of
 * throwing. One thread.
 */
final class ChecksummedOutput {
  /**
   * Large enough that a write's fixed cost vanishes (1.5 us against 300 us for the copy into the
   * page cache), small enough for L2.
   */
  private static final int STAGING_BYTES = 1 << 20;

  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[64]).asReadOnly();

  private final Sink sink;
  private final MemorySegment staging;
  private final ByteBuffer stagingView;
  private final CRC32C crc = new CRC32C();
  private long lengthBytes;
  private int stagedBytes;

  /** Where the bytes go in the end. */
  @FunctionalInterface
  interface Sink {
    /** Takes all remaining bytes. */
    void append(ByteBuffer bytes);
  }

  /** Writes to {@code file}, staging in memory of {@code arena}. */
  ChecksummedOutput(AppendFile file, Arena arena) {
    this(file::append, arena);
  }

  /** Writes to {@code sink}, staging in memory of {@code arena}. */
  ChecksummedOutput(Sink sink, Arena arena) {
    this.sink = sink;
    this.staging = arena.allocate(STAGING_BYTES, 64);
    this.stagingView = staging.asByteBuffer();
  }

  /** Returns how many bytes have been written, staged ones included. */
  long lengthBytes() {
    return lengthBytes;
  }

  void write(byte[] bytes) {
    write(MemorySegment.ofArray(bytes));
  }

  void write(BufferPieces buffer) {
    long before = lengthBytes;
    for (MemorySegment piece : buffer.pieces()) {
      write(piece);
    }
    assert lengthBytes - before == buffer.lengthBytes()
        : "pieces of " + (lengthBytes - before) + " for " + buffer.lengthBytes();
  }

  void write(MemorySegment piece) {
    long left = piece.byteSize();
    while (left > 0) {
      long step = Math.min(left, STAGING_BYTES - stagedBytes);
      MemorySegment.copy(piece, piece.byteSize() - left, staging, stagedBytes, step);
      stagedBytes += (int) step;
      left -= step;
      flushWhenFull();
    }
    lengthBytes += piece.byteSize();
  }

  /** Writes zeros until the length is a multiple of {@code alignment}, a power of two up to 64. */
  void pad(int alignment) {
    write(ZEROS.asSlice(0, -lengthBytes & (alignment - 1)));
  }

  /** Hands what is staged to the file and returns the checksum of everything. */
  int finish() {
    flush();
    return (int) crc.getValue();
  }

  private void flushWhenFull() {
    if (stagedBytes == STAGING_BYTES) {
      flush();
    }
  }

  private void flush() {
    stagingView.clear().limit(stagedBytes);
    crc.update(stagingView);
    stagingView.rewind();
    sink.append(stagingView);
    stagedBytes = 0;
  }
}
