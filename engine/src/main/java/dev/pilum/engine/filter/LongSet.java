package dev.pilum.engine.filter;

import java.util.Arrays;
import java.util.Collection;

/** A fixed set of longs: an open-addressing table at most half full. Any thread may ask. */
final class LongSet {
  /**
   * 2^64 divided by the golden ratio, odd: spreads neighbours over the table (Knuth, TAOCP 3, 6.4).
   */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  /** Zero marks an empty place, so that zero itself is kept aside. */
  private final long[] table;

  private final int shift;
  private boolean hasZero;

  LongSet(Collection<Long> members) {
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(2 * members.size() + 1);
    this.table = new long[1 << bits];
    this.shift = Long.SIZE - bits;
    for (long member : members) {
      add(member);
    }
  }

  boolean contains(long value) {
    if (value == 0) {
      return hasZero;
    }
    return table[placeOf(value)] == value;
  }

  /** Returns the members, rising. */
  long[] members() {
    long[] members = new long[table.length + 1];
    int count = hasZero ? 1 : 0;
    for (long member : table) {
      if (member != 0) {
        members[count++] = member;
      }
    }
    Arrays.sort(members, 0, count);
    return Arrays.copyOf(members, count);
  }

  private void add(long member) {
    if (member == 0) {
      hasZero = true;
    } else {
      table[placeOf(member)] = member;
    }
  }

  /** Returns the place where {@code value} is, or the empty one where it would be. */
  private int placeOf(long value) {
    int place = (int) ((value * SPREAD) >>> shift);
    while (table[place] != 0 && table[place] != value) {
      place = (place + 1) & (table.length - 1);
    }
    return place;
  }
}
