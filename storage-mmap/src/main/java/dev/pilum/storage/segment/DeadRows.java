package dev.pilum.storage.segment;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * Every commit publishes a new snapshot, and every snapshot must know which rows are dead in it. Copying a bitmap of a million bits at
 * each commit would cost more than the commit. So the bits lie in chunks of 65,536; a new set shares all chunks with the old one but
 * those that changed, and chunks without a dead row are not there at all. A single delete copies 8 KiB and a small array.
 */
/**
 * The ordinals of one source's rows that are deleted or replaced, as of one version. Immutable,
 * shares structure with its predecessors, safe for use by many threads.
 */
public final class DeadRows {
  /** No dead row. */
  public static final DeadRows NONE = new DeadRows(new long[0][], 0, Deaths.NONE);

  /**
   * 65,536 rows a chunk: 8 KiB, small enough to copy at each delete, large enough that a million
   * rows have 16 of them.
   */
  private static final int CHUNK_SHIFT = 16;

  private static final int CHUNK_WORDS = 1 << (CHUNK_SHIFT - 6);

  private final long[] @Nullable [] chunks;
  private final int count;
  private final Deaths deaths;

  private DeadRows(long[] @Nullable [] chunks, int count, Deaths deaths) {
    this.chunks = chunks;
    this.count = count;
    this.deaths = deaths;
  }

  /** Returns how many rows are dead. */
  public int count() {
    return count;
  }

  /** Returns whether the row is dead. */
  public boolean contains(int ordinal) {
    return (word(ordinal >>> 6) >>> ordinal & 1) != 0;
  }

  /**
   * Returns 64 rows' bits: bit {@code b} of word {@code i} stands for ordinal {@code 64 * i + b},
   * set when dead.
   */
  public long word(int index) {
    int chunk = index >>> (CHUNK_SHIFT - 6);
    if (chunk >= chunks.length) {
      return 0;
    }
    long[] words = chunks[chunk];
    return words == null ? 0 : words[index & (CHUNK_WORDS - 1)];
  }

  /** Returns when rows died, of those that a version which is kept may still show. */
  public Deaths deaths() {
    return deaths;
  }

  /**
   * Returns the rows that were not there at an older version: those that were dead by then, and
   * those from {@code bornLater} on, which came later. Deaths are known since that version.
   *
   * @param rowCount rows of the source
   */
  public DeadRows asOf(long version, int bornLater, int rowCount) {
    Builder then = without(deaths.firstAfter(version));
    then.addAll(bornLater, rowCount);
    return then.build();
  }

  /** Returns a set without the rows whose deaths have this place or a later one. */
  private Builder without(int firstDeath) {
    Builder fewer = new Builder(this);
    fewer.deaths = Deaths.NONE.toBuilder();
    for (int i = firstDeath; i < deaths.count(); i++) {
      fewer.remove(deaths.ordinal(i));
    }
    return fewer;
  }

  /** Returns a set to which rows can be added, starting with these. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Collects dead rows. Chunks are copied at their first change and owned by the builder from then
   * on. One thread at a time.
   */
  public static final class Builder {
    private long[] @Nullable [] chunks;
    private boolean[] owned;
    private int count;
    private Deaths.Builder deaths;

    private Builder(DeadRows from) {
      this.chunks = from.chunks.clone();
      this.owned = new boolean[chunks.length];
      this.count = from.count;
      this.deaths = from.deaths.toBuilder();
    }

    /** Returns whether the row is dead by now. */
    public boolean contains(int ordinal) {
      int chunk = ordinal >>> CHUNK_SHIFT;
      long[] words = chunk < chunks.length ? chunks[chunk] : null;
      return words != null && (words[wordIn(ordinal)] >>> ordinal & 1) != 0;
    }

    /**
     * Adds a row that versions before {@code version} show, which is not below that of any death
     * noted so far; returns whether it was alive.
     */
    public boolean add(int ordinal, long version) {
      boolean wasAlive = add(ordinal);
      if (wasAlive) {
        deaths.add(ordinal, version);
      }
      return wasAlive;
    }

    /** Takes a row out. */
    public void remove(int ordinal) {
      if (contains(ordinal)) {
        ownedChunk(ordinal >>> CHUNK_SHIFT)[wordIn(ordinal)] &= ~(1L << ordinal);
        count--;
      }
    }

    /** Adds a row that no version shows any more; returns whether it was alive. */
    public boolean add(int ordinal) {
      if (contains(ordinal)) {
        return false;
      }
      ownedChunk(ordinal >>> CHUNK_SHIFT)[wordIn(ordinal)] |= 1L << ordinal;
      count++;
      return true;
    }

    /** Adds all rows from one ordinal up to another, 64 at a time: they may be millions. */
    private void addAll(int from, int end) {
      for (int ordinal = from; ordinal < end; ordinal = (ordinal | 63) + 1) {
        long wanted = -1L << ordinal;
        if (end - (ordinal & ~63) < 64) {
          wanted &= (1L << end) - 1;
        }
        long[] words = ownedChunk(ordinal >>> CHUNK_SHIFT);
        count += Long.bitCount(wanted & ~words[wordIn(ordinal)]);
        words[wordIn(ordinal)] |= wanted;
      }
    }

    /** Returns the set; the builder starts to copy again at its next change. */
    public DeadRows build() {
      Arrays.fill(owned, false);
      return count == 0 ? NONE : new DeadRows(chunks.clone(), count, deaths.build());
    }

    private long[] ownedChunk(int chunk) {
      if (chunk >= chunks.length) {
        chunks = Arrays.copyOf(chunks, chunk + 1);
        owned = Arrays.copyOf(owned, chunk + 1);
      }
      long[] words = chunks[chunk];
      if (words == null || !owned[chunk]) {
        words = words == null ? new long[CHUNK_WORDS] : words.clone();
        chunks[chunk] = words;
        owned[chunk] = true;
      }
      return words;
    }

    private static int wordIn(int ordinal) {
      return (ordinal >>> 6) & (CHUNK_WORDS - 1);
    }
  }
}
