package dev.pilum.engine.feed;

import dev.pilum.engine.keys.KeyLookup;
import dev.pilum.engine.table.SourceView;
import dev.pilum.storage.keys.KeyReader;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/** Rows found by their keys, no two alike, each taken at most once: open addressing over places. */
final class PlacesByKey {
  private static final int FREE = -1;

  private final List<SourceView> sources;
  private final long[] places;
  private final int[] slots;
  private final BitSet taken = new BitSet();

  /** Holds the first {@code count} of {@code places}, which stay as they are. */
  PlacesByKey(List<SourceView> sources, long[] places, int count) {
    this.sources = sources;
    this.places = places;
    this.slots = new int[Math.max(2, Integer.highestOneBit(Math.max(1, count)) << 2)];
    Arrays.fill(slots, FREE);
    for (int i = 0; i < count; i++) {
      put(i);
    }
  }

  private void put(int index) {
    int slot = home(keysOf(places[index]).hashAt(KeyLookup.ordinal(places[index])));
    while (slots[slot] != FREE) {
      slot = (slot + 1) & (slots.length - 1);
    }
    slots[slot] = index;
  }

  /** Takes the row with the key of {@code keys} at {@code row}; returns whether there was one. */
  boolean take(KeyReader keys, int row) {
    int slot = home(keys.hashAt(row));
    for (; slots[slot] != FREE; slot = (slot + 1) & (slots.length - 1)) {
      long place = places[slots[slot]];
      if (keysOf(place).equalsAt(KeyLookup.ordinal(place), keys, row)) {
        boolean first = !taken.get(slots[slot]);
        taken.set(slots[slot]);
        return first;
      }
    }
    return false;
  }

  /** Returns those of the first {@code count} of {@code all} that have not been taken, in order. */
  long[] left(long[] all, int count) {
    long[] left = new long[count - taken.cardinality()];
    int kept = 0;
    for (int i = taken.nextClearBit(0); i < count; i = taken.nextClearBit(i + 1)) {
      left[kept++] = all[i];
    }
    return left;
  }

  private KeyReader keysOf(long place) {
    return Objects.requireNonNull(sources.get(KeyLookup.source(place)).keys());
  }

  /** Key hashes are well mixed: any bits of them will do. */
  private int home(long hash) {
    return (int) hash & (slots.length - 1);
  }
}
