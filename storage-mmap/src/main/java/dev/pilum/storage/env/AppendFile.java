package dev.pilum.storage.env;

import java.nio.ByteBuffer;

/** A file that grows at its end. One thread at a time. */
public interface AppendFile extends AutoCloseable {
  /** Writes all remaining bytes of {@code buffers}, one after another, at the end of the file. */
  void append(ByteBuffer... buffers);

  /** Returns once all bytes appended so far are on the disk. After a failure the file must not be trusted nor forced again. */
  void force();

  /** Returns how many bytes have been appended. */
  long lengthBytes();

  /** Lets go of the file without forcing it. */
  @Override
  void close();
}
