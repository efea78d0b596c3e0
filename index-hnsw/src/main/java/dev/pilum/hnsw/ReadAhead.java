package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/*
 * Where rows are long, a kernel that sums row after row loses the processor's own prefetching: squared L2 over 150 MB of mapped
 * float32 went through 384 dimensions at 32 GB/s, through 768 at 16 and 512 at 19, where adding up all bytes reached 42 (one thread,
 * AVX-512). So the kernel reads one number out of every other cache line 1.5 kilobytes ahead: 28 GB/s at 768, 25 at 512, 30 at 1536.
 * Three kilobytes ahead helped nobody, every cache line less. Rows four at a time are no way out: they read four places at once.
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

  /**
   * Returns where to read while the row at {@code offset} is summed, as many bytes as it has: the
   * row itself when it is short or at the end of the memory.
   */
  static long place(MemorySegment rows, long offset, long rowBytes) {
    long ahead = offset + DISTANCE_BYTES;
    return rowBytes >= LEAST_ROW_BYTES && ahead + rowBytes <= rows.byteSize() ? ahead : offset;
  }

  /** Uses a sum of what was read, in vain, so that the JIT does not leave out the reading. */
  static void keep(long touched) {
    if (touched == UNLIKELY) {
      VarHandle.fullFence();
    }
  }
}
