package dev.pilum.storage.column;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Where column buffers get their memory. */
@FunctionalInterface
public interface Allocator {
  /** Returns {@code bytes} zeroed bytes. */
  MemorySegment allocate(long bytes);

  /** Returns memory of the Java heap, freed by the garbage collector; at most 2 GiB a buffer. */
  static Allocator heap() {
    return bytes -> MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]);
  }

  /** Returns native memory that lives as long as {@code arena}, aligned to 64 bytes. */
  static Allocator in(Arena arena) {
    return bytes -> arena.allocate(bytes, 64);
  }
}
