package dev.pilum.engine.write;

import dev.pilum.storage.keys.KeyReader;

/** Finds a key that is twice in one batch, by an open-addressing table of its rows. */
public final class KeyDuplicates {
  private KeyDuplicates() {}

  /**
   * Returns the first row whose key an earlier row has too, or -1.
   *
   * @param hashes of all keys
   */
  public static int firstRepeated(KeyReader keys, long[] hashes) {
    int slotCount = Integer.highestOneBit(Math.max(1, keys.length())) << 2;
    int[] slots = new int[slotCount];
    for (int row = 0; row < keys.length(); row++) {
      int slot = (int) (hashes[row] >>> 32) & (slotCount - 1);
      for (; slots[slot] != 0; slot = (slot + 1) & (slotCount - 1)) {
        int earlier = slots[slot] - 1;
        if (hashes[row] == hashes[earlier] && keys.equalsAt(row, keys, earlier)) {
          return row;
        }
      }
      slots[slot] = row + 1;
    }
    return -1;
  }
}
