package dev.pilum.storage.keys;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.column.Layout;
import java.lang.foreign.MemorySegment;

/**
 * For each row of a memtable the hash of its key and the next older row with the same hash. Kept in
 * chunks of doubling size, so that rows never move. One writer; readers read rows whose ordinals
 * were handed to them safely.
 */
final class KeyRows {
  /** Hash, then the older ordinal plus 1 (0 when there is none). */
  private static final int ROW_BYTES = Long.BYTES + Integer.BYTES;

  /**
   * The first chunk takes 64 rows: most tables of a test or of a user's first minutes are smaller.
   */
  private static final int FIRST_CHUNK_BITS = 6;

  private final Allocator allocator;
  private final MemorySegment[] chunks = new MemorySegment[Integer.SIZE - FIRST_CHUNK_BITS];
  private int count;

  KeyRows(Allocator allocator) {
    this.allocator = allocator;
  }

  int count() {
    return count;
  }

  /** Adds a row and returns its ordinal; {@code older} is -1 when it is the first with its hash. */
  int add(long hash, int older) {
    int ordinal = count;
    int chunk = chunkOf(ordinal);
    if (chunks[chunk] == null) {
      chunks[chunk] = allocator.allocate((long) ROW_BYTES << (FIRST_CHUNK_BITS + chunk));
    }
    long place = placeOf(ordinal, chunk);
    chunks[chunk].set(Layout.LONG, place, hash);
    chunks[chunk].set(Layout.INT, place + Long.BYTES, older + 1);
    count = ordinal + 1;
    return ordinal;
  }

  long hash(int ordinal) {
    int chunk = chunkOf(ordinal);
    return chunks[chunk].get(Layout.LONG, placeOf(ordinal, chunk));
  }

  /** Returns the next older row with the same hash, or -1. */
  int older(int ordinal) {
    int chunk = chunkOf(ordinal);
    return chunks[chunk].get(Layout.INT, placeOf(ordinal, chunk) + Long.BYTES) - 1;
  }

  /** Chunk c holds the ordinals from 64 * (2^c - 1) on, 64 * 2^c of them. */
  private static int chunkOf(int ordinal) {
    return 63 - FIRST_CHUNK_BITS - Long.numberOfLeadingZeros(ordinal + (1L << FIRST_CHUNK_BITS));
  }

  private static long placeOf(int ordinal, int chunk) {
    return (ordinal + (1L << FIRST_CHUNK_BITS) - (1L << (FIRST_CHUNK_BITS + chunk))) * ROW_BYTES;
  }
}
