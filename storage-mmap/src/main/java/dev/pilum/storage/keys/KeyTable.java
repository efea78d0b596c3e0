package dev.pilum.storage.keys;

/**
 * The rows of one source (memtable or segment) by the hash of their key. It proposes candidates,
 * newest row first; whoever asks compares the candidate's key, because two keys may share a hash,
 * and decides whether the row is visible in the snapshot.
 *
 * <pre>{@code
 * for (long at = keys.first(hash); at != KeyTable.NONE; at = keys.next(hash, at)) {
 *   int ordinal = keys.ordinal(at);
 *   if (ordinal < snapshotRowCount && reader.equalsAt(ordinal, key)) ...
 * }
 * }</pre>
 *
 * <p>Rows with the same key come in falling order of ordinal, which is falling order of age: a
 * search for what a snapshot sees may stop at the first row of the key that existed then, dead or
 * alive. No call allocates. Safe for use by many threads.
 */
public sealed interface KeyTable permits MemoryKeyTable, KeyFile {
  /** The place behind the last candidate. */
  long NONE = -1;

  /** Returns the place of the newest candidate for {@code hash}, or {@link #NONE}. */
  long first(long hash);

  /**
   * Returns the place of the candidate behind {@code place}, which came from {@link #first} or this
   * method with the same hash.
   */
  long next(long hash, long place);

  /** Returns the ordinal of the candidate at {@code place}, which is not {@link #NONE}. */
  int ordinal(long place);
}
