package dev.pilum.hnsw;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much heap memory copies of codes and links may take in all. Safe for use by many threads.
 *
 * @see HnswSearcher#copyToHeap
 */
public final class HeapBudget {
  /** The longest array that every JVM makes. */
  private static final long LARGEST_COPY = Integer.MAX_VALUE - 8L;

  private final long limitBytes;
  private final AtomicLong takenBytes = new AtomicLong();

  /** Allows {@code limitBytes}; none when it is 0. */
  public HeapBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Returns how many bytes may be taken in all. */
  public long limitBytes() {
    return limitBytes;
  }

  /** Returns how many bytes are taken now. */
  public long takenBytes() {
    return takenBytes.get();
  }

  /** Returns whether a copy of so many bytes would be allowed now. */
  boolean hasRoomFor(long bytes) {
    return bytes <= Math.min(LARGEST_COPY, limitBytes - takenBytes.get());
  }

  /** Takes so many bytes, unless there is no room for them; returns whether it did. */
  boolean take(long bytes) {
    if (bytes > LARGEST_COPY) {
      return false;
    }
    if (takenBytes.addAndGet(bytes) <= limitBytes) {
      return true;
    }
    takenBytes.addAndGet(-bytes);
    return false;
  }

  /** Gives back what was taken. */
  void giveBack(long bytes) {
    takenBytes.addAndGet(-bytes);
  }
}
