package dev.pilum.storage.wal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/**
 * A native buffer through which bytes from anywhere pass piece by piece: arrays of floats cannot be
 * written to a file nor summed up otherwise, and a piece is still in the cache when it is. One
 * thread.
 */
final class PieceBuffer {
  /** Large enough that system calls do not count, small enough for an L2 cache. */
  private static final int PIECE_BYTES = 1 << 18;

  private final MemorySegment memory;
  private final ByteBuffer bytes;

  /** Makes a buffer that lives as long as {@code arena}. */
  PieceBuffer(Arena arena) {
    this.memory = arena.allocate(PIECE_BYTES, LogFormat.ALIGNMENT);
    this.bytes = memory.asByteBuffer();
  }

  /**
   * Hands the bytes of {@code parts}, one after another, to {@code consumer}, in buffers that are
   * full but for the last; the consumer is done with each when it returns.
   */
  void forEach(List<MemorySegment> parts, Consumer<ByteBuffer> consumer) {
    long filled = 0;
    for (MemorySegment part : parts) {
      for (long from = 0; from < part.byteSize(); ) {
        long size = Math.min(part.byteSize() - from, PIECE_BYTES - filled);
        MemorySegment.copy(part, from, memory, filled, size);
        from += size;
        filled += size;
        if (filled == PIECE_BYTES) {
          consumer.accept(bytes.clear());
          filled = 0;
        }
      }
    }
    if (filled > 0) {
      consumer.accept(bytes.clear().limit((int) filled));
    }
  }
}
