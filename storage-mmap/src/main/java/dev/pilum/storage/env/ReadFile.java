package dev.pilum.storage.env;

import java.nio.ByteBuffer;

/** A file open for reading at any position. Safe for use by many threads. */
public interface ReadFile extends AutoCloseable {
  /**
   * Fills {@code target} from {@code offsetBytes} on.
   *
   * @throws dev.pilum.storage.error.Corruption when the file ends before {@code target} is full
   */
  void readFully(long offsetBytes, ByteBuffer target);

  /** Returns the file's length in bytes. */
  long lengthBytes();

  @Override
  void close();
}
