package dev.pilum.storage.keys;

import dev.pilum.storage.column.Allocator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The open-addressing table inside a {@link MemoryKeyTable}; its essay says why concurrent readers
 * are safe.
 *
 * <p>A slot is 64 bits, so that it changes in one step: the lower half of the hash above, the
 * newest ordinal plus 1 below; zero when empty. The home slot comes from the hash's upper bits
 * (multiply-shift), so the two halves are independent.
 */
final class KeySlots {
  private static final VarHandle SLOT = ValueLayout.JAVA_LONG.varHandle();

  /** Room for a few rows; a table of one row takes 256 bytes. */
  private static final long MIN_SLOTS = 32;

  private final MemorySegment memory;
  private final long slotCount;
  private final long limit;
  private long used;

  private KeySlots(MemorySegment memory, long slotCount) {
    if (!memory.isNative()) {
      throw new AssertionError("slots change atomically, which arrays of bytes cannot");
    }
    this.memory = memory;
    this.slotCount = slotCount;
    this.limit = slotCount / 4 * 3;
  }

  /** Returns an empty table that {@code rows} different hashes fill to three quarters at most. */
  static KeySlots forRows(Allocator allocator, int rows) {
    return ofSlots(allocator, Math.max(MIN_SLOTS, slotsFor(rows)));
  }

  private static long slotsFor(long rows) {
    return (rows / 3 + 1) * 4;
  }

  private static KeySlots ofSlots(Allocator allocator, long slotCount) {
    return new KeySlots(allocator.allocate(slotCount * Long.BYTES), slotCount);
  }

  /**
   * Returns whether the next put belongs into a larger table. Linear probing slows down steeply
   * beyond three quarters.
   */
  boolean isFull() {
    return used >= limit;
  }

  /** Returns whether {@code more} rows, whatever their hashes, leave the table at most full. */
  boolean holds(int more) {
    return used + more <= limit;
  }

  /**
   * Returns a table twice as large or more, with the same content, that holds {@code more} rows.
   */
  KeySlots larger(Allocator allocator, KeyRows rows, int more) {
    KeySlots larger = ofSlots(allocator, Math.max(2 * slotCount, slotsFor(used + more)));
    for (long i = 0; i < slotCount; i++) {
      long slot = (long) SLOT.get(memory, i * Long.BYTES);
      if (slot != 0) {
        larger.copy(rows.hash(ordinal(slot)), slot);
      }
    }
    return larger;
  }

  private void copy(long hash, long slot) {
    long i = home(hash);
    while ((long) SLOT.get(memory, i * Long.BYTES) != 0) {
      i = after(i);
    }
    SLOT.set(memory, i * Long.BYTES, slot);
    used++;
  }

  /**
   * Adds a row of this hash to {@code rows} and makes it the newest. The caller has checked {@link
   * #isFull}.
   */
  void put(long hash, KeyRows rows) {
    assert !isFull();
    long i = home(hash);
    long slot = (long) SLOT.get(memory, i * Long.BYTES);
    while (slot != 0 && !isOf(slot, hash, rows)) {
      i = after(i);
      slot = (long) SLOT.get(memory, i * Long.BYTES);
    }
    used += slot == 0 ? 1 : 0;
    int ordinal = rows.add(hash, ordinal(slot));
    SLOT.setRelease(memory, i * Long.BYTES, (hash << Integer.SIZE) | (ordinal + 1));
  }

  /** Returns the newest row of this hash, or -1. */
  int newest(long hash, KeyRows rows) {
    long i = home(hash);
    long slot = (long) SLOT.getAcquire(memory, i * Long.BYTES);
    while (slot != 0 && !isOf(slot, hash, rows)) {
      i = after(i);
      slot = (long) SLOT.getAcquire(memory, i * Long.BYTES);
    }
    return ordinal(slot);
  }

  private static boolean isOf(long slot, long hash, KeyRows rows) {
    return slot >>> Integer.SIZE == (hash & 0xFFFF_FFFFL) && rows.hash(ordinal(slot)) == hash;
  }

  /** The slot's ordinal, -1 when it is empty. */
  private static int ordinal(long slot) {
    return (int) slot - 1;
  }

  private long home(long hash) {
    return Math.unsignedMultiplyHigh(hash, slotCount);
  }

  private long after(long i) {
    return i + 1 == slotCount ? 0 : i + 1;
  }
}
