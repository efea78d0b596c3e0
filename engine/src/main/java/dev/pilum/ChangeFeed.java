package dev.pilum;

/**
 * The changes of a table for one consumer, whose place in them the table remembers under a name:
 * until it has acknowledged a change, neither flushes nor merges nor reopening nor a short {@link
 * Table#setRetention retention} take it away. Made by {@link Table#createFeed}, found again by
 * {@link Table#feed}.
 *
 * <p>Every change comes at least once: after a crash, or when the consumer starts again, those that
 * it has not acknowledged come again, in the same order and at the same positions. Who stores the
 * position together with what it applies, and acknowledges that position when it starts, applies
 * each change exactly once.
 *
 * <p>Rows are told with the columns that the table has when they are polled; see {@link
 * ChangeReader#schema}.
 *
 * <p>For one thread at a time. Several objects of one name share nothing but what is acknowledged.
 */
public interface ChangeFeed extends AutoCloseable {
  /** Returns the feed's name. */
  String name();

  /**
   * Returns the place up to which changes are acknowledged.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the feed has been dropped
   */
  ChangePosition position();

  /**
   * Returns the next changes: those behind what this object has returned before, at first those
   * behind {@link #position}. None when there is nothing new; never waits. Only commits that are on
   * the disk are told, also where writes are buffered.
   *
   * @param maxChanges how many at most, at least 1; rows are copied into memory
   * @throws dev.pilum.storage.error.InvalidRequest when changes that are wanted are gone, because
   *     the feed's limit was passed, or when it has been dropped
   * @throws dev.pilum.storage.error.Cancelled when the thread is interrupted; the same changes can
   *     be polled again
   */
  ChangeBatch poll(int maxChanges);

  /**
   * Says that changes up to a place need not be told again; returns once that is durable, which
   * takes a write of the table's manifest. Does nothing when they are acknowledged already. Behind
   * what has been polled, the next poll goes on from there.
   *
   * @throws dev.pilum.storage.error.InvalidRequest when the table has no such version yet, or the
   *     feed has lost changes or been dropped
   */
  void acknowledge(ChangePosition upTo);

  /** As {@link #acknowledge(ChangePosition)}, of all changes up to this version. */
  default void acknowledge(long version) {
    acknowledge(ChangePosition.after(version));
  }

  /** Returns how far the consumer has come. */
  FeedStatus status();

  /** Gives up what has been polled and not acknowledged; the table goes on remembering the feed. */
  @Override
  void close();
}
