package dev.pilum.engine.event;

import java.util.concurrent.atomic.LongAdder;

/**
 * How many bytes a table has written since it was opened, and why. Safe for use by many threads.
 */
public final class Traffic {
  private final LongAdder commits = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder log = new LongAdder();
  private final LongAdder flushes = new LongAdder();
  private final LongAdder merges = new LongAdder();
  private final LongAdder indexes = new LongAdder();

  /** Counts commits, the bytes of what they say, and what the log grew by. */
  public void committed(int count, long payloadBytes, long logBytes) {
    commits.add(count);
    rows.add(payloadBytes);
    log.add(logBytes);
  }

  /** Counts files of a flush. */
  public void flushed(long bytes) {
    flushes.add(bytes);
  }

  /** Counts files of a merge. */
  public void merged(long bytes) {
    merges.add(bytes);
  }

  /** Counts a graph or another index that came later than its segment. */
  public void indexed(long bytes) {
    indexes.add(bytes);
  }

  /** Returns how many commits there were. */
  public long commits() {
    return commits.sum();
  }

  /** Returns the bytes of what commits say. */
  public long payloadBytes() {
    return rows.sum();
  }

  /** Returns what went to the log. */
  public long logBytes() {
    return log.sum();
  }

  /** Returns what flushes wrote. */
  public long flushBytes() {
    return flushes.sum();
  }

  /** Returns what merges wrote. */
  public long mergeBytes() {
    return merges.sum();
  }

  /** Returns what indexes took that came later than their segments. */
  public long indexBytes() {
    return indexes.sum();
  }
}
