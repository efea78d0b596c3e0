package dev.pilum.testkit;

import dev.pilum.storage.env.ReadFile;
import dev.pilum.storage.error.Closed;
import dev.pilum.storage.error.Corruption;
import java.nio.ByteBuffer;

/** A file of a {@link SimulatedFileStore} that is being read. */
final class SimulatedReadFile implements ReadFile {
  private final SimulatedFileStore store;
  private final String path;
  private final SimulatedFile file;
  private volatile boolean closed;

  SimulatedReadFile(SimulatedFileStore store, String path, SimulatedFile file) {
    this.store = store;
    this.path = path;
    this.file = file;
  }

  @Override
  public void readFully(long offsetBytes, ByteBuffer target) {
    checkOpen();
    byte[] content =
        store.perform(
            OperationKind.READ,
            path,
            target.remaining(),
            () -> read(offsetBytes, target.remaining()),
            fault -> SimulatedFileStore.shortRead(path, fault));
    target.put(content);
  }

  @Override
  public long lengthBytes() {
    checkOpen();
    return store.perform(OperationKind.LENGTH, path, 0, () -> (long) file.length(), fault -> {});
  }

  @Override
  public void close() {
    closed = true;
    store.closed(this);
  }

  private void checkOpen() {
    if (closed) {
      throw new Closed("file '%s' is closed; open it again".formatted(path));
    }
  }

  private byte[] read(long offsetBytes, int size) {
    if (offsetBytes + size > file.length()) {
      throw new Corruption(
          path,
          file.length(),
          "at least " + (offsetBytes + size) + " bytes",
          file.length() + " bytes");
    }
    byte[] content = new byte[size];
    file.read((int) offsetBytes, content);
    return content;
  }
}
