package dev.pilum;

import dev.pilum.storage.schema.Schema;

/**
 * The changes of a table from some position to the version that was the newest when the reader was
 * made, in order. Made by {@link Table#changes}.
 *
 * <p>Holds on to that version, and so to disk space, until closed: close it. Needs memory for a
 * batch, and up to 20 bytes for each row that the largest single commit replaced or deleted. For
 * one thread at a time.
 */
public interface ChangeReader extends AutoCloseable {
  /**
   * Returns the columns of the rows: the newest, also of changes that were made before a column
   * came. A row that was gone by then has null in it; what was dropped is not told.
   */
  Schema schema();

  /** Returns the place behind what has been read. */
  ChangePosition position();

  /** Returns the version up to which there are changes to read. */
  long upTo();

  /**
   * Returns the next changes, at least one unless all have been read. Never waits.
   *
   * @param maxChanges how many at most, at least 1; rows are copied into memory
   * @throws dev.pilum.storage.error.Cancelled when the thread is interrupted; the same changes can
   *     be read again
   * @throws dev.pilum.storage.error.Closed when the reader is closed
   */
  ChangeBatch read(int maxChanges);

  /** Lets go of the version. Calling it again does nothing. */
  @Override
  void close();
}
