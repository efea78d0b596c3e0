package dev.pilum.storage.env;

import java.nio.ByteBuffer;

/** Another file that grows, but for what is overridden: for {@link ForwardingFiles}. */
public interface ForwardingAppendFile extends AppendFile {
  /** Returns the other file, the same one each time. */
  AppendFile file();

  @Override
  default void append(ByteBuffer... buffers) {
    file().append(buffers);
  }

  @Override
  default void reserve(long bytes) {
    file().reserve(bytes);
  }

  @Override
  default void force() {
    file().force();
  }

  @Override
  default long lengthBytes() {
    return file().lengthBytes();
  }

  @Override
  default void close() {
    file().close();
  }
}
