package dev.pilum.storage.keys;

import dev.pilum.storage.column.Allocator;
import dev.pilum.storage.error.InvalidRequest;

/**
 * The key table of a memtable: it grows row by row while others read it.
 *
 * <p>One thread puts; any number of threads read at the same time without locks. A reader sees
 * every row that was put before the row count of its snapshot was handed to it by any safe means (a
 * volatile field, a lock), and may see later ones, which it skips.
 */
public final class MemoryKeyTable implements KeyTable {
  /*
   * Two structures. The slots (KeySlots) are an open-addressing hash table with linear probing: each full slot stands for one hash and
   * names the newest row that has it. The rows (KeyRows) hold for each ordinal its hash and the next older ordinal with the same hash.
   * A lookup probes the slots for the hash, then walks from the newest row to older ones; a snapshot of n rows skips ordinals >= n.
   *
   * Why a reader that runs beside the writer never misses a row its snapshot contains:
   *
   * 1. A slot changes from empty to full once and then stands for the same hash for ever; only its ordinal rises. So the run of full
   *    slots between a hash's home and its slot never gets a hole, and probing cannot stop too early.
   * 2. A row is complete (hash and link written) before its ordinal is released into a slot, and the slot is read with acquire. So
   *    whoever sees an ordinal can follow its link, and the links of all older ones: the walk from a newer row than the snapshot
   *    knows leads to those it knows.
   * 3. Growing makes a larger table, fills it, and only then releases it as the current one; the table it replaces is left as it was
   *    and not freed before the memtable. A row of the snapshot was put either into the table that the reader has loaded, or before
   *    that one was filled, or into a later one. The last is impossible: that later table was released before the snapshot was handed
   *    over, so the reader, who loads the current table after taking its snapshot, would have loaded it or a still later one.
   *
   * Rows never move (KeyRows), so reader and writer share them whatever the age of the slots.
   */
  private final Allocator allocator;
  private final KeyRows rows;
  private volatile KeySlots slots;

  /**
   * Makes an empty table.
   *
   * @param allocator gives zeroed native memory aligned to 8 bytes, which lives as long as any
   *     reader; about 12 bytes a row and 8 a slot, of which there are 1.4 to 2.8 a row
   * @param expectedRows how many rows will be put, as far as known; a table that gets more grows,
   *     leaving as much memory again unused until the allocator frees all
   */
  public MemoryKeyTable(Allocator allocator, int expectedRows) {
    if (expectedRows < 0) {
      throw new InvalidRequest("a key table cannot expect " + expectedRows + " rows");
    }
    this.allocator = allocator;
    this.rows = new KeyRows(allocator);
    this.slots = KeySlots.forRows(allocator, expectedRows);
  }

  /** Returns how many rows have been put. For the writer; others have their snapshot's count. */
  public int rowCount() {
    return rows.count();
  }

  /** Returns the hash that the row was put with. */
  public long hashOf(int ordinal) {
    return rows.hash(ordinal);
  }

  /**
   * Makes room for {@code more} rows at once, where the table would otherwise grow several times.
   * For the thread that puts.
   */
  public void reserve(int more) {
    KeySlots current = slots;
    if (!current.holds(more)) {
      slots = current.larger(allocator, rows, more);
    }
  }

  /** Adds the next row, whose ordinal is {@link #rowCount}. For one thread at a time. */
  public void put(long hash) {
    KeySlots current = slots;
    if (current.isFull()) {
      current = current.larger(allocator, rows, 1);
      slots = current;
    }
    current.put(hash, rows);
  }

  /** Adds the next {@code count} rows, whose hashes are the first of {@code hashes}. */
  public void putAll(long[] hashes, int count) {
    for (int i = 0; i < count; i++) {
      put(hashes[i]);
    }
  }

  @Override
  public long first(long hash) {
    return slots.newest(hash, rows);
  }

  @Override
  public long next(long hash, long place) {
    return rows.older((int) place);
  }

  @Override
  public int ordinal(long place) {
    return (int) place;
  }
}
