package dev.pilum.storage.segment;

import java.util.Arrays;

/*
 * Every commit publishes a new set of dead rows, and with it a new list of deaths. All of them share one growing array, of which each
 * sees as much as there was when it was made. Only the list that sees all of the array may be continued in it; any other copies first.
 */
/**
 * Which rows of one source died, and at which version, in the order of their deaths: as far back as
 * versions are kept. Immutable, shares memory with its predecessors, safe for use by many threads.
 */
public final class Deaths {
  /** No death. */
  public static final Deaths NONE = new Deaths(new Entries(0), 0);

  private static final int FIRST_CAPACITY = 16;

  private final Entries entries;
  private final int count;

  private Deaths(Entries entries, int count) {
    this.entries = entries;
    this.count = count;
  }

  /** What several lists share; {@code used} is how much the longest of them sees. */
  private static final class Entries {
    private final int[] ordinals;
    private final long[] versions;
    private int used;

    Entries(int capacity) {
      this.ordinals = new int[capacity];
      this.versions = new long[capacity];
    }
  }

  /** Returns how many deaths are known. */
  public int count() {
    return count;
  }

  /** Returns the row that died at place {@code index}. */
  public int ordinal(int index) {
    assert index < count : index + " of " + count;
    return entries.ordinals[index];
  }

  /** Returns the version that no longer shows that row: versions rise with places. */
  public long version(int index) {
    assert index < count : index + " of " + count;
    return entries.versions[index];
  }

  /**
   * Returns the place of the first death after {@code version}; {@link #count} when there is none.
   */
  public int firstAfter(long version) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.versions[middle] <= version) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Returns a list to which deaths can be added, starting with these. */
  Builder toBuilder() {
    return new Builder(this);
  }

  /** Collects deaths. One thread at a time, and one builder at a time for one history. */
  static final class Builder {
    private Entries entries;
    private int count;

    private Builder(Deaths from) {
      this.entries = from.entries;
      this.count = from.count;
    }

    /** Adds a death, not before any that is there. */
    void add(int ordinal, long version) {
      assert count == 0 || entries.versions[count - 1] <= version : "deaths come in order";
      if (count == entries.ordinals.length || count != entries.used) {
        entries = copied();
      }
      entries.ordinals[count] = ordinal;
      entries.versions[count] = version;
      entries.used = ++count;
    }

    Deaths build() {
      return count == 0 ? NONE : new Deaths(entries, count);
    }

    private Entries copied() {
      Entries larger = new Entries(Math.max(FIRST_CAPACITY, count + (count >> 1)));
      System.arraycopy(entries.ordinals, 0, larger.ordinals, 0, count);
      System.arraycopy(entries.versions, 0, larger.versions, 0, count);
      larger.used = count;
      return larger;
    }
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(entries.ordinals, count))
        + " at "
        + Arrays.toString(Arrays.copyOf(entries.versions, count));
  }
}
