package dev.pilum.storage.manifest;

import java.util.Arrays;

/*
 * Every commit makes the next history, which shares its array with the one before and sees one more of its places. Only the history that
 * sees all of the array may be continued in it; any other copies first.
 */
/**
 * The newest commits of a table, one after the other. Immutable, shares memory with its
 * predecessors, safe for use by many threads; {@link #with} is for one thread at a time.
 */
public final class CommitHistory {
  /** No commit. */
  public static final CommitHistory NONE = new CommitHistory(new Entries(0), 0, 0);

  private static final int FIRST_CAPACITY = 16;

  private final Entries entries;
  private final int count;
  private final long firstVersion;

  private CommitHistory(Entries entries, int count, long firstVersion) {
    this.entries = entries;
    this.count = count;
    this.firstVersion = firstVersion;
  }

  /** What several histories share; {@code used} is how much the longest of them sees. */
  private static final class Entries {
    private final long[] times;
    private final long[] written;
    private final long[] removed;
    private int used;

    Entries(int capacity) {
      this.times = new long[capacity];
      this.written = new long[capacity];
      this.removed = new long[capacity];
    }
  }

  /** Returns how many commits are known. */
  public int count() {
    return count;
  }

  /** Returns the version of the oldest known commit. */
  public long firstVersion() {
    return firstVersion;
  }

  /** Returns whether the commit that made this version is known. */
  public boolean knows(long version) {
    return version >= firstVersion && version - firstVersion < count;
  }

  /** Returns a known commit. */
  public CommitRecord get(long version) {
    int at = Math.toIntExact(version - firstVersion);
    assert at >= 0 && at < count : version + " is not known";
    return new CommitRecord(version, entries.times[at], entries.written[at], entries.removed[at]);
  }

  /** Returns when the newest known commit was made; 0 when none is known. */
  public long lastTimeMillis() {
    return count == 0 ? 0 : entries.times[count - 1];
  }

  /** Returns the newest version committed at this time or before, or -1 when none is known. */
  public long newestAt(long timeMillis) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.times[middle] <= timeMillis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? -1 : firstVersion + low - 1;
  }

  /** Returns the history with the next commit. */
  public CommitHistory with(CommitRecord commit) {
    assert count == 0 || commit.version() == firstVersion + count : "commits come in order";
    Entries target = entries;
    if (count == target.times.length || count != target.used) {
      target = copied(0, Math.max(FIRST_CAPACITY, count + (count >> 1)));
    }
    target.times[count] = Math.max(commit.timeMillis(), lastTimeMillis());
    target.written[count] = commit.rowsWritten();
    target.removed[count] = commit.rowsRemoved();
    target.used = count + 1;
    return new CommitHistory(target, count + 1, count == 0 ? commit.version() : firstVersion);
  }

  /** Returns the commits of this version and later ones. */
  public CommitHistory from(long version) {
    int skipped = (int) Math.min(count, Math.max(0, version - firstVersion));
    int left = count - skipped;
    return skipped == 0
        ? this
        : left == 0 ? NONE : new CommitHistory(copied(skipped, left), left, firstVersion + skipped);
  }

  /** Returns the commits up to this version. */
  public CommitHistory upTo(long version) {
    int left = (int) Math.min(count, Math.max(0, version - firstVersion + 1));
    return left == count ? this : new CommitHistory(entries, left, firstVersion);
  }

  private Entries copied(int from, int capacity) {
    Entries copy = new Entries(capacity);
    copy.used = count - from;
    System.arraycopy(entries.times, from, copy.times, 0, copy.used);
    System.arraycopy(entries.written, from, copy.written, 0, copy.used);
    System.arraycopy(entries.removed, from, copy.removed, 0, copy.used);
    return copy;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CommitHistory that
        && count == that.count
        && (count == 0 || firstVersion == that.firstVersion)
        && same(entries.times, that.entries.times)
        && same(entries.written, that.entries.written)
        && same(entries.removed, that.entries.removed);
  }

  private boolean same(long[] ours, long[] theirs) {
    return Arrays.equals(ours, 0, count, theirs, 0, count);
  }

  @Override
  public int hashCode() {
    return 31 * count + Long.hashCode(lastTimeMillis());
  }

  @Override
  public String toString() {
    return count == 0
        ? "no commit"
        : "commits " + firstVersion + " to " + (firstVersion + count - 1);
  }
}
