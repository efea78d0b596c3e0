package dev.pilum;

import dev.pilum.storage.schema.Field;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The rows of a {@link Scan#batches} query, read batch by batch, so that a result may be larger
 * than memory. All batches show the version that was the newest when the query ran.
 *
 * <p>Holds on to that version, and so to disk space, until it is closed or has returned its last
 * batch: close it. For one thread at a time, which need not always be the same.
 */
public interface BatchReader extends Iterator<Batch>, AutoCloseable {
  /** Returns names and types of the columns that each batch has. */
  List<Field> fields();

  /**
   * Returns whether there are more rows.
   *
   * @throws dev.pilum.storage.error.Cancelled when the query's timeout has passed since it ran,
   *     whoever took the time, or the calling thread is interrupted
   * @throws dev.pilum.storage.error.Closed when the reader is closed, as it is after any failure:
   *     run the query again
   */
  @Override
  boolean hasNext();

  /**
   * Returns the next rows, at least one. A batch stays as it is after the reader has gone on or is
   * closed.
   *
   * @throws NoSuchElementException when there are no more
   * @throws dev.pilum.storage.error.Cancelled as {@link #hasNext}
   * @throws dev.pilum.storage.error.Closed as {@link #hasNext}
   */
  @Override
  Batch next();

  /** Lets go of the version. Calling it again does nothing. */
  @Override
  void close();
}
