package dev.pilum.storage.env;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Corruption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A {@link ReadFile} on a real disk; opens its file again when an interrupt closed the channel (see
 * {@link DiskCall}).
 */
final class DiskReadFile implements ReadFile {
  /**
   * Bytes for one system call: the JDK copies through native memory of the same size, which it
   * keeps for each thread.
   */
  private static final int PIECE_BYTES = 1 << 20;

  private final String path;
  private final Path file;
  private final ReentrantLock reopening = new ReentrantLock();
  private volatile FileChannel channel;
  private volatile boolean closed;

  DiskReadFile(String path, Path file) throws IOException {
    this.path = path;
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  @Override
  public void readFully(long offsetBytes, ByteBuffer target) {
    long start = offsetBytes - target.position();
    int limit = target.limit();
    while (target.position() < limit) {
      target.limit(Math.min(limit, target.position() + PIECE_BYTES));
      int count = DiskCall.call("read", path, new ReadAt(this, target, start));
      target.limit(limit);
      if (count < 0) {
        throw endsEarly(start + limit);
      }
    }
  }

  @Override
  public long lengthBytes() {
    return DiskCall.call(
        "read the length of",
        path,
        new DiskCall.Action<Long>() {
          @Override
          public Long run() throws IOException {
            return openChannel().size();
          }
        });
  }

  @Override
  public void close() {
    reopening.lock();
    try {
      closed = true;
      DiskCall.run("close", path, new CloseChannel(channel));
    } finally {
      reopening.unlock();
    }
  }

  /** Reads the next bytes of {@code target}, whose position 0 belongs at {@code start}. */
  private record ReadAt(DiskReadFile file, ByteBuffer target, long start)
      implements DiskCall.Action<Integer> {
    @Override
    public Integer run() throws IOException {
      return file.openChannel().read(target, start + target.position());
    }
  }

  private record CloseChannel(FileChannel channel) implements DiskCall.VoidAction {
    @Override
    public void run() throws IOException {
      channel.close();
    }
  }

  private FileChannel openChannel() throws IOException {
    FileChannel current = channel;
    return current.isOpen() ? current : reopen();
  }

  private FileChannel reopen() throws IOException {
    reopening.lock();
    try {
      if (closed) {
        throw new Closed("file '%s' is closed; open it again".formatted(path));
      }
      if (!channel.isOpen()) {
        channel = FileChannel.open(file, StandardOpenOption.READ);
      }
      return channel;
    } finally {
      reopening.unlock();
    }
  }

  private Corruption endsEarly(long endBytes) {
    long length = lengthBytes();
    return new Corruption(path, length, "at least " + endBytes + " bytes", length + " bytes");
  }
}
