package dev.pilum.storage.scalar;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.env.FileStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Writes one file with a {@link ScalarFrame}, through a buffer. One thread. */
final class ScalarFileWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 18;

  private final AppendFile file;
  private final CRC32C crc = new CRC32C();
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  ScalarFileWriter(FileStore files, String path, ScalarFrame frame) {
    this.file = files.create(path);
    buffer.put(frame.encode());
  }

  void putInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  void putLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  void put(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      room(1);
      int step = Math.min(bytes.remaining(), buffer.remaining());
      buffer.put(buffer.position(), bytes, bytes.position(), step);
      buffer.position(buffer.position() + step);
      bytes.position(bytes.position() + step);
    }
  }

  /** Writes the footer and forces the file; its folder is the caller's to force. */
  WrittenScalars finish() {
    drain();
    int checksum = (int) crc.getValue();
    putInt(checksum);
    drain();
    file.force();
    return new WrittenScalars(file.lengthBytes(), checksum);
  }

  private ByteBuffer room(int bytes) {
    if (buffer.remaining() < bytes) {
      drain();
    }
    return buffer;
  }

  private void drain() {
    buffer.flip();
    crc.update(buffer.duplicate());
    file.append(buffer);
    buffer.clear();
  }

  @Override
  public void close() {
    file.close();
  }
}
