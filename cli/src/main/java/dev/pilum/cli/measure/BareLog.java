package dev.pilum.cli.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The least that a durable write can be: bytes appended to a file and forced. One thread at a time.
 */
final class BareLog implements AutoCloseable {
  private final FileChannel channel;
  private final ByteBuffer bytes;

  /** Creates the file; each append will write {@code recordBytes} bytes. */
  BareLog(Path file, int recordBytes) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.bytes = ByteBuffer.allocateDirect(recordBytes);
  }

  /** Appends and forces one record. */
  void append() throws IOException {
    bytes.clear();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
