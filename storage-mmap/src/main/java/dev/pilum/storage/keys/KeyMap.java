package dev.pilum.storage.keys;

/**
 * From a key to the row id of its newest version, for a whole table, kept outside the heap and
 * between runs. Never the truth: rows are, so whatever a map answers is checked against the row's
 * own key, and a map in doubt is filled anew.
 *
 * <p>Keys are canonical bytes ({@link KeyBytes}). One thread changes the map, any number read at
 * the same time; a reader sees each change as a whole. After {@link #close} every call throws
 * {@link dev.pilum.storage.error.Closed}.
 */
public interface KeyMap extends AutoCloseable {
  /** What {@link #get} returns for an unknown key; row ids are never negative. */
  long ABSENT = -1;

  /** Returns the row id of {@code key}, or {@link #ABSENT}. */
  long get(byte[] key);

  /**
   * Notes the row id of {@code key}, replacing an older one.
   *
   * @param rowId 0 or more
   * @throws dev.pilum.storage.error.StorageFailure when the map cannot grow; what it holds is then
   *     unknown
   */
  void put(byte[] key, long rowId);

  /** Forgets {@code key}; does nothing when it is unknown. */
  void remove(byte[] key);

  /** Returns how many keys are known. */
  long size();

  /**
   * Writes everything to the disk, declares that the map holds exactly the keys of {@code stamp},
   * and closes it. Only then will the next open find it {@link KeyMapProvider.Content#CURRENT}.
   */
  void seal(KeyMapStamp stamp);

  /**
   * Closes the map without declaring anything: the next open starts empty. Does nothing after
   * {@link #seal}, or when called again.
   */
  @Override
  void close();
}
