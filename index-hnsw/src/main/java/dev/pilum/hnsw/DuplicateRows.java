package dev.pilum.hnsw;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows that are equal byte for byte, by hashing all of them once: a fraction of a percent of
 * a graph's build time.
 */
final class DuplicateRows {

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio

  private final VectorBlock block;
  private final int[] table;
  private final int[] next;
  private final int[] last;
  private int duplicateCount;

  private DuplicateRows(VectorBlock block) {
    this.block = block;
    this.table = new int[tableSize(block.rowCount())];
    this.next = new int[block.rowCount()];
    this.last = new int[block.rowCount()];
    Arrays.fill(table, HnswGraph.NONE);
    Arrays.fill(next, HnswGraph.NONE);
  }

  /**
   * Chains equal rows: at {@code ordinal}, the next row equal to it or {@link HnswGraph#NONE}. Rows
   * with level -1 are left out; a row that is equal to an earlier one gets level -1 itself.
   *
   * @return {@code null} when no two rows are equal
   */
  static int @Nullable [] chain(VectorBlock block, byte[] levels) {
    DuplicateRows rows = new DuplicateRows(block);
    for (int ordinal = 0; ordinal < block.rowCount(); ordinal++) {
      if (levels[ordinal] >= 0 && rows.add(ordinal)) {
        levels[ordinal] = -1;
      }
    }
    return rows.duplicateCount == 0 ? null : rows.next;
  }

  private boolean add(int ordinal) {
    int mask = table.length - 1;
    int slot = (int) (hash(ordinal) >>> 32) & mask;
    while (table[slot] != HnswGraph.NONE && !equal(table[slot], ordinal)) {
      slot = (slot + 1) & mask;
    }
    if (table[slot] == HnswGraph.NONE) {
      table[slot] = ordinal;
      last[ordinal] = ordinal;
      return false;
    }
    int first = table[slot];
    next[last[first]] = ordinal;
    last[first] = ordinal;
    duplicateCount++;
    return true;
  }

  private boolean equal(int one, int other) {
    long bytes = block.rowBytes();
    long a = one * bytes;
    long b = other * bytes;
    MemorySegment rows = block.vectors();
    return MemorySegment.mismatch(rows, a, a + bytes, rows, b, b + bytes) < 0;
  }

  private long hash(int ordinal) {
    MemorySegment rows = block.vectors();
    long at = ordinal * block.rowBytes();
    long end = at + block.rowBytes();
    long hash = 0;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = mix(hash ^ rows.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
    }
    for (; at < end; at++) {
      hash = mix(hash ^ rows.get(ValueLayout.JAVA_BYTE, at));
    }
    return hash;
  }

  private static long mix(long bits) {
    long product = bits * MULTIPLIER;
    return product ^ (product >>> 29);
  }

  private static int tableSize(int rowCount) {
    return Integer.highestOneBit(Math.max(8, Math.min(rowCount, 1 << 28))) << 2;
  }
}
