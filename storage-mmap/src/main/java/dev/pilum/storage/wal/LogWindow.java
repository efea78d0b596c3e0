package dev.pilum.storage.wal;

import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.PilumException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The part of a log file that is in memory just now. It moves forwards in steps, and grows only to
 * hold one frame, never past the file's end, whatever the file says about itself. One thread.
 */
final class LogWindow implements AutoCloseable {
  /**
   * Large enough that system calls do not count, small enough to stay in the cache while its CRC is
   * computed.
   */
  private static final int STEP_BYTES = 1 << 18;

  private final ReadFile file;
  private final long lengthBytes;
  private Arena arena;
  private MemorySegment memory;
  private ByteBuffer bytes;
  private long startBytes;
  private int filledBytes;

  private LogWindow(ReadFile file, long lengthBytes) {
    this.file = file;
    this.lengthBytes = lengthBytes;
    this.arena = Arena.ofConfined();
    this.memory =
        arena.allocate(
            Math.clamp(lengthBytes, LogFormat.HEADER_BYTES, STEP_BYTES), LogFormat.ALIGNMENT);
    this.bytes = littleEndian(memory);
  }

  /** Takes over {@code file}, and closes it at once when even its length cannot be told. */
  static LogWindow over(ReadFile file) {
    try {
      return new LogWindow(file, file.lengthBytes());
    } catch (PilumException e) {
      file.close();
      throw e;
    }
  }

  /** Returns the length of the file when it was opened; what is appended later is not seen. */
  long lengthBytes() {
    return lengthBytes;
  }

  /**
   * Reads {@code size} bytes from {@code offset} on, all within the file, and returns where in
   * {@link #bytes()} they are.
   */
  int require(long offset, long size) {
    assert offset >= 0 && offset + size <= lengthBytes : offset + " " + size;
    if (offset < startBytes || offset + size > startBytes + filledBytes) {
      fill(offset, size);
    }
    return (int) (offset - startBytes);
  }

  /** Returns the memory that {@link #require} gives places in, until it is called again. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** As {@link #bytes()}, as a segment. */
  MemorySegment memory() {
    return memory;
  }

  /** Forgets what has been read, so that it is read anew. */
  void forget() {
    filledBytes = 0;
  }

  @Override
  public void close() {
    arena.close();
    file.close();
  }

  private void fill(long offset, long size) {
    if (size > memory.byteSize()) {
      grow(size);
    }
    int count = (int) Math.min(memory.byteSize(), lengthBytes - offset);
    filledBytes = 0;
    file.readFully(offset, bytes.duplicate().clear().limit(count));
    startBytes = offset;
    filledBytes = count;
  }

  private void grow(long size) {
    arena.close();
    arena = Arena.ofConfined();
    memory = arena.allocate(size, LogFormat.ALIGNMENT);
    bytes = littleEndian(memory);
  }

  private static ByteBuffer littleEndian(MemorySegment memory) {
    return memory.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
