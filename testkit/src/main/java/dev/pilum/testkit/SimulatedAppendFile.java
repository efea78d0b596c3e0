package dev.pilum.testkit;

import dev.pilum.storage.env.AppendFile;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.StorageFailure;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** A file of a {@link SimulatedFileStore} that is being written. */
final class SimulatedAppendFile implements AppendFile {
  private final SimulatedFileStore store;
  private final String path;
  private final SimulatedFile file;
  private int lengthBytes;
  private boolean broken;
  private boolean closed;

  SimulatedAppendFile(SimulatedFileStore store, String path, SimulatedFile file) {
    this.store = store;
    this.path = path;
    this.file = file;
  }

  @Override
  public void append(ByteBuffer... buffers) {
    byte[] content = concatenated(buffers);
    guarded(
        OperationKind.APPEND,
        content.length,
        () -> file.write(lengthBytes, content),
        fault -> writePart(content));
    lengthBytes += content.length;
  }

  @Override
  public void reserve(long bytes) {
    int start = Math.max(lengthBytes, file.length());
    byte[] zeros = new byte[(int) Math.max(0, lengthBytes + bytes - start)];
    guarded(OperationKind.RESERVE, bytes, () -> file.write(start, zeros), fault -> {});
  }

  @Override
  public void force() {
    guarded(OperationKind.FORCE, 0, file::force, this::failToForce);
  }

  @Override
  public long lengthBytes() {
    return lengthBytes;
  }

  @Override
  public void close() {
    closed = true;
    store.closed(this);
  }

  private void guarded(
      OperationKind kind, long bytes, Runnable effect, SimulatedFileStore.PartialEffect inPart) {
    if (closed) {
      throw new Closed("file '%s' is closed; open or create another".formatted(path));
    }
    if (broken) {
      throw new StorageFailure(
          "cannot %s '%s': an earlier write or force of it failed".formatted(kind, path));
    }
    broken = true;
    store.performUnlessSkipped(kind, path, bytes, effect, inPart);
    broken = false;
  }

  private void writePart(byte[] content) {
    file.write(lengthBytes, Arrays.copyOf(content, store.random().nextInt(content.length + 1)));
  }

  /**
   * When the power fails during a force, crash() decides what of it was done; an error makes the
   * kernel forget it.
   */
  private void failToForce(Fault fault) {
    if (fault != Fault.CRASH) {
      file.failToForce(Survival.draw(store.random()));
    }
  }

  private static byte[] concatenated(ByteBuffer[] buffers) {
    int size = Arrays.stream(buffers).mapToInt(ByteBuffer::remaining).sum();
    byte[] content = new byte[size];
    int at = 0;
    for (ByteBuffer buffer : buffers) {
      int count = buffer.remaining();
      buffer.get(content, at, count);
      at += count;
    }
    return content;
  }
}
