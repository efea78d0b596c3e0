package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/*
 * Where rows are long, dot products summed row after row lose the processor's own prefetching: those over 60 MB of mapped float32 went
 * through 384 dimensions at 29 GB/s, through 512 at 20 and 768 at 25, where adding up all bytes reached 33 to 37 (one thread, AVX-512).
 * With one number read out of every other cache line 1.5 kilobytes ahead it is 27 and 27. Three kilobytes ahead helped nobody, every
 * cache line less. Rows four at a time are no way out: they read four places at once. Squared distances, and dots with norms, have
 * more to do for each line and are slower with it: 25 instead of 29 GB/s at 768.
 *
 * Java has no prefetch instruction; a load whose value does not matter, but is not seen not to matter, does the same.
 */
/** Brings memory into the cache before a kernel comes to it. */
final class ReadAhead {
  private static final long DISTANCE_BYTES = 1536;

  /** Shorter rows need none. */
  private static final long LEAST_ROW_BYTES = 2048;

  /** Odd, so that no zeros or repeated values add up to it. */
  private static final long UNLIKELY = 0x6A09_E667_F3BC_C909L;

  private ReadAhead() {}

  /** Returns whether rows are long enough for it to be worth while. */
  static boolean helps(long rowBytes) {
    return rowBytes >= LEAST_ROW_BYTES;
  }

  /**
   * Returns where to read while the row at {@code offset} is summed, as many bytes as it has: the
   * row itself at the end of the memory.
   */
  static long place(MemorySegment rows, long offset, long rowBytes) {
    long ahead = offset + DISTANCE_BYTES;
    return ahead + rowBytes <= rows.byteSize() ? ahead : offset;
  }

  /** Uses a sum of what was read, in vain, so that the JIT does not leave out the reading. */
  static void keep(long touched) {
    if (touched == UNLIKELY) {
      VarHandle.fullFence();
    }
  }
}
