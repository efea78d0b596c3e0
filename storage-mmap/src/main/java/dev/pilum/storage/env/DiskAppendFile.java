package dev.pilum.storage.env;

import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.StorageFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/*
 * Two handles on one file. All goes through the channel until an interrupt closes it (see DiskCall); from then on all goes through the
 * RandomAccessFile, whose calls no interrupt reaches. A force that was cut short may have met an error that the interrupt then hid,
 * and the system reports such an error only once for each handle. The second handle was opened before anything was written, so its own
 * sync still reports it (Linux since 4.13). That is why it is opened at once and not when it is needed.
 */
/** An {@link AppendFile} on a real disk. */
final class DiskAppendFile implements AppendFile {
  /**
   * Bytes for one system call: the JDK copies heap buffers into native memory of the same size,
   * which it keeps for each thread.
   */
  private static final int PIECE_BYTES = 1 << 20;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 16).asReadOnlyBuffer();

  private final String path;
  private final FileChannel channel;
  private final RandomAccessFile steady;
  private long lengthBytes;
  private long reservedEndBytes;
  private boolean broken;
  private boolean closed;

  private DiskAppendFile(String path, FileChannel channel, RandomAccessFile steady) {
    this.path = path;
    this.channel = channel;
    this.steady = steady;
  }

  /** Creates the file; it must not exist. */
  static DiskAppendFile create(String path, Path file, DiskModes modes) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            modes.forFiles());
    try {
      return new DiskAppendFile(path, channel, new RandomAccessFile(file.toFile(), "rw"));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void append(ByteBuffer... buffers) {
    guarded("write to", () -> writeAt(lengthBytes, duplicates(buffers)));
    for (ByteBuffer buffer : buffers) {
      lengthBytes += buffer.remaining();
      buffer.position(buffer.limit());
    }
  }

  @Override
  public void reserve(long bytes) {
    assert bytes >= 0 : bytes;
    long end = lengthBytes + bytes;
    for (long at = Math.max(lengthBytes, reservedEndBytes); at < end; at += ZEROS.capacity()) {
      long start = at;
      int size = (int) Math.min(ZEROS.capacity(), end - at);
      guarded("reserve space in", () -> writeAt(start, ZEROS.slice(0, size)));
    }
    reservedEndBytes = Math.max(reservedEndBytes, end);
  }

  @Override
  public void force() {
    guarded("force", this::forceOnce);
  }

  @Override
  public long lengthBytes() {
    return lengthBytes;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      DiskCall.run("close", path, channel::close);
      DiskCall.run("close", path, steady::close);
    }
  }

  /**
   * Runs the action unless an earlier one failed: what a failed write or force left behind cannot
   * be known.
   */
  private void guarded(String operation, DiskCall.VoidAction action) {
    if (closed) {
      throw new Closed("file '%s' is closed; open or create another".formatted(path));
    }
    if (broken) {
      throw new StorageFailure(
          "cannot %s '%s': an earlier write or force of it failed; reopen the database"
              .formatted(operation, path));
    }
    broken = true;
    DiskCall.run(operation, path, action);
    broken = false;
  }

  private void forceOnce() throws IOException {
    if (channel.isOpen()) {
      channel.force(false);
    } else {
      steady.getFD().sync();
    }
  }

  private void writeAt(long offsetBytes, ByteBuffer... sources) throws IOException {
    if (channel.isOpen()) {
      channel.position(offsetBytes);
      writeThroughChannel(sources);
    } else {
      steady.seek(offsetBytes);
      writeSteadily(sources);
    }
  }

  private void writeThroughChannel(ByteBuffer[] sources) throws IOException {
    int next = 0;
    while (next < sources.length) {
      int end = endOfPiece(sources, next);
      if (end > next) {
        channel.write(sources, next, end - next);
      } else {
        writePiece(sources[next]);
      }
      while (next < sources.length && !sources[next].hasRemaining()) {
        next++;
      }
    }
  }

  /**
   * Returns the end of the run of buffers from {@code next} on that fit into one piece; {@code
   * next} when the first alone does not.
   */
  private static int endOfPiece(ByteBuffer[] sources, int next) {
    int end = next;
    long total = 0;
    while (end < sources.length && total + sources[end].remaining() <= PIECE_BYTES) {
      total += sources[end++].remaining();
    }
    return end;
  }

  private void writePiece(ByteBuffer source) throws IOException {
    int limit = source.limit();
    source.limit(source.position() + PIECE_BYTES);
    channel.write(source);
    source.limit(limit);
  }

  private void writeSteadily(ByteBuffer[] sources) throws IOException {
    byte[] piece = new byte[ZEROS.capacity()];
    for (ByteBuffer source : sources) {
      while (source.hasRemaining()) {
        int size = Math.min(piece.length, source.remaining());
        source.get(piece, 0, size);
        steady.write(piece, 0, size);
      }
    }
  }

  private static ByteBuffer[] duplicates(ByteBuffer[] buffers) {
    ByteBuffer[] copies = new ByteBuffer[buffers.length];
    for (int i = 0; i < buffers.length; i++) {
      copies[i] = buffers[i].duplicate();
    }
    return copies;
  }
}
