package dev.pilum.storage.column;

import dev.pilum.storage.error.InvalidRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Where column buffers get their memory. */
@FunctionalInterface
public interface Allocator {
  /** The longest array that every JVM allows. */
  int MAX_HEAP_BYTES = Integer.MAX_VALUE - 8;

  /** Returns {@code bytes} zeroed bytes. */
  MemorySegment allocate(long bytes);

  /**
   * Returns memory of the Java heap, freed by the garbage collector; at most 2 GiB a buffer, and an
   * {@link InvalidRequest} beyond.
   */
  static Allocator heap() {
    return new Allocator() {
      @Override
      public MemorySegment allocate(long bytes) {
        return MemorySegment.ofArray(new byte[heapSize(bytes)]);
      }
    };
  }

  private static int heapSize(long bytes) {
    if (bytes > MAX_HEAP_BYTES) {
      throw new InvalidRequest(
          "a column takes %d bytes, on the heap at most %d fit together; take fewer rows at a time"
              .formatted(bytes, MAX_HEAP_BYTES));
    }
    return (int) bytes;
  }

  /** Returns native memory that lives as long as {@code arena}, aligned to 64 bytes. */
  static Allocator in(Arena arena) {
    return new Allocator() {
      @Override
      public MemorySegment allocate(long bytes) {
        return arena.allocate(bytes, 64);
      }
    };
  }
}
